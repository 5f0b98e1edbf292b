"""Papers in a service that speaks S3. Imported only where one is configured: boto takes 30 MB of every worker."""

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):
    """Objects without an access list of their own, which is private in S3, and without addresses."""

    failures = (OSError, Boto3Error, BotoCoreError, ClientError)

    def url(self, name: str, *_args: object, **_kwargs: object) -> str:
        raise ValueError("A paper has no address: a view serves it and asks who wants it.")
