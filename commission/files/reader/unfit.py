class Unfit(Exception):
    """Why a file is not taken, by codes; `commission.files.sentences` has the words."""

    def __init__(self, *codes: str, **facts: int) -> None:
        super().__init__(*codes)
        self.codes, self.facts = codes, facts
