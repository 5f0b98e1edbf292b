"""Opens one stranger's file, in a process that has nothing to lose.

`python -I commission/files/reader inspect application/pdf < paper` prints what it found as JSON,
`python -I commission/files/reader draw application/pdf 3 1200 < paper` prints page 3 as a PNG.
Ends with 0, or with 3 and the reasons as JSON; any other end means that the file was too much for it.

Why a process of its own: qpdf, pdfium, libjpeg and libpng are large programs in C and C++, and a file may be written to break
them, or to unfold from 10 MB into as many gigabytes. No setting bounds all of that, but the kernel does: here a limit of memory
and of processor time ends the reader alone, and the worker says that the file could not be read. The reader inherits neither
the portal's environment with its secrets nor its database, and can't write a file. It costs 0.1 s for a picture and 0.2 s for
a PDF, nearly all of it the start of Python. And pdfium must not be used by two threads at once, which a worker has.
"""

import json
import resource
import sys

# the folder is the program: its files are found beside this one
import limits
from unfit import Unfit


def confine() -> None:
    """From here on nothing that the file does can cost more than this."""
    for what, most in (
        (resource.RLIMIT_AS, limits.READER_MEMORY),
        (resource.RLIMIT_CPU, limits.READER_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def work(task: str, media_type: str, *numbers: str) -> bytes:
    if media_type == "application/pdf":
        import pdf as opener
    else:
        import picture as opener  # type: ignore[no-redef]
    if task == "inspect":
        return json.dumps({"pages": opener.inspect(sys.stdin.buffer, media_type)}).encode()
    return opener.draw(sys.stdin.buffer, media_type, *map(int, numbers))


def main() -> int:
    confine()
    try:
        code, output = 0, work(*sys.argv[1:])
    except Unfit as unfit:
        code, output = 3, json.dumps({"codes": unfit.codes, "facts": unfit.facts}).encode()
    except (MemoryError, RecursionError):
        code, output = 3, b'{"codes": ["file_too_complex"], "facts": {}}'
    sys.stdout.buffer.write(output)
    return code


if __name__ == "__main__":
    sys.exit(main())
