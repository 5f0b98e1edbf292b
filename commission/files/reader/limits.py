"""How big a paper may be and what reading one may cost. The only place of these numbers.

They are limits of the portal, no rule of law: every sentence that refuses a file because of one names it. This file stands
inside `reader` and imports nothing, because the reader is a program of its own that knows nothing of the portal.
"""

FILE_BYTES = 10 * 1024 * 1024  # a paper of 60 pages, scanned in grey at 200 dots per inch, is about this big
REQUEST_BYTES = 32 * 1024 * 1024  # a form with three such papers; more is not even read
PAGES = 60
PIXELS = 40_000_000  # A4 at 600 dots per inch has 35 million

# What a reader may take. A picture of 40 million pixels with transparency is 160 MB once it is open; the rest of the portal's
# worker must still fit under 300 MB beside the reader, and a hostile file must end the reader, never the worker.
READER_MEMORY = 280 * 1024 * 1024  # of address space, so that what is resident is less
READER_SECONDS = 8  # of the processor; the slowest honest PDF of a corpus of a thousand took 3
READER_PATIENCE = 20  # seconds on the wall, where the machine is busy
WAITING_PATIENCE = 30  # seconds; one reader runs at a time in each worker, the others wait

# A PDF of 60 pages with a tagged structure has some ten thousand objects.
PDF_OBJECTS = 100_000
PDF_VALUES = 2_000_000  # all values inside of them
PDF_CONTAINER = 200_000  # in one array or dictionary; the widths of a font's letters are 65,000
PDF_STREAM_BYTES = 64 * 1024 * 1024  # of one inflated stream of objects; pictures and texts of pages are never inflated

# A page as a picture on the screen.
DRAWN_WIDTH = 2000
DRAWN_PIXELS = 8_000_000
DRAWN_SIDE = 20_000
