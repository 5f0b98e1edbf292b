"""Papers in a service that speaks S3. Imported only where one is configured: boto takes 30 MB of every worker."""

from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):
    """Objects without an access list of their own, which in S3 means private, and without addresses."""

    failures = (OSError, Boto3Error, BotoCoreError, ClientError)

    def __init__(self, *, endpoint_url: str | None, **settings: Any) -> None:
        config = Config(
            connect_timeout=5,
            read_timeout=20,  # a service that hangs must become a sentence
            retries={"mode": "standard", "total_max_attempts": 2},
            s3={"addressing_style": "path" if endpoint_url else "auto"},  # services other than Amazon's have one name for all buckets
            # not every service knows the check sums that boto adds of late; ours are checked at every reading
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        transfer = TransferConfig(use_threads=False)  # ten threads, each with 8 MB, for one paper
        super().__init__(endpoint_url=endpoint_url, client_config=config, transfer_config=transfer, **settings)

    def url(self, *_args: object, **_kwargs: object) -> str:
        raise ValueError("A paper has no address: a view serves it and asks who wants it.")
