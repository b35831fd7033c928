"""How much of anything is read, and why so much. Pure. A message that refuses names the value found and the limit."""

# Ten times what an article may have (articles.rendering.MAX_CHARACTERS): a saved page has its scripts in it.
TEXT_BYTES = 2_097_152
PAGE_TAGS = 60_000  # a whole book as one page has some 20,000; reading 60,000 takes about two seconds
PAGE_DEPTH = 240  # elements in elements; where it is some 250, lxml drops what follows

# Word documents and PDFs carry pictures and fonts, which are never unpacked.
DOCUMENT_BYTES = 20_971_520
WORD_UNPACKED = 52_428_800  # pictures included: the sum of what the container declares
WORD_XML = 12_582_912  # bytes of XML, which is read into memory at some ten times its size
WORD_PARTS = 2_000
PDF_PAGES = 300  # a long think-tank report; a book is not an article

# A child process that reads a document: 10 ms a page is usual, so these are for files made to hurt.
APART_SECONDS = 20
APART_MEMORY = 805_306_368
APART_OUTPUT = 16_777_216  # bytes of JSON

# An archive of a season: a thousand articles of 5 kB are 5 MB, with their PDFs some 200 MB.
ARCHIVE_BYTES = 104_857_600
ARCHIVE_MEMBERS = 5_000  # hidden files and folders included
ARCHIVE_UNPACKED = 314_572_800
ARCHIVE_RATIO = 200  # text packs to a tenth or a twentieth, a file of zeroes to a thousandth
ARCHIVE_SMALL = 1_000_000  # bytes below which a ratio says nothing

FEED_ENTRIES = 500
# Characters below which an entry is taken for a summary of the page it points to.
FEED_FULL_TEXT = 600  # of what the feed calls its content
FEED_DESCRIPTION = 2_000  # of what it calls a description


def megabytes(count: int) -> str:
    """`2,097,152` as people read it: `2.1 MB`."""
    return f"{count / 1_000_000:,.1f} MB" if count >= 100_000 else f"{count:,} bytes"


FETCH_SECONDS = 20  # for all of an address, its robots.txt and every step of a redirect
