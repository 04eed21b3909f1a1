"""Which files are photos: the allow-list of formats, their extensions and their first bytes.

Everything outside the list is refused before any parser sees it. Standard library only: intake and the
window import this file without paying for a codec.
"""

from pathlib import PurePath

READ = ("JPEG", "PNG", "TIFF", "WEBP", "PSD")
"""Formats that are always read."""

EXTRAS = {"RAW": "raw", "HEIC": "heic"}
"""Formats that need an optional extra of the package: format name -> name of the extra."""

NAMES = {"WEBP": "WebP", "RAW": "camera raw photo", "HEIC": "HEIC photo", "PSD": "PSD"}
"""How a format is called in a sentence, where that differs from its own name."""

_BY_FORMAT = {
    "JPEG": "jpg jpeg jpe jfif",
    "PNG": "png",
    "TIFF": "tif tiff",
    "WEBP": "webp",
    "PSD": "psd psb",
    "HEIC": "heic heif hif",
    "RAW": "3fr arw cr2 cr3 dng erf fff iiq mef mos mrw nef nrw orf pef raf raw rw2 rwl sr2 srf srw x3f",
}

EXTENSIONS: dict[str, str] = {
    f".{extension}": name for name, extensions in _BY_FORMAT.items() for extension in extensions.split()
}
"""Extension in lower case, with its dot -> format name."""

_COMPANIONS = (
    "csv tsv xmp txt md json jsonl toml yaml yml xml html htm ini cfg log db lnk url pdf rtf doc docx xls "
    "xlsx ods odt pp3 dop cos cot cop aae thm icc icm acv cube sha256 md5 tmp part crdownload"
)
_COMPANION_EXTENSIONS = frozenset(f".{extension}" for extension in _COMPANIONS.split())

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"8BPS", "PSD"),
    (8, b"CR\x02\x00", "RAW"),
    (0, b"FUJIFILMCCD-RAW", "RAW"),
    (0, b"IIU\x00", "RAW"),
    (0, b"IIRO", "RAW"),
    (0, b"IIRS", "RAW"),
    (0, b"\x00MRM", "RAW"),
    (0, b"FOVb", "RAW"),
    (4, b"ftypcrx ", "RAW"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"II+\x00\x08\x00", "TIFF"),
    (0, b"MM\x00+\x00\x08", "TIFF"),
    (8, b"WEBP", "WEBP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypavis", "AVIF"),
    *(
        (4, b"ftyp" + brand, "HEIC")
        for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
    ),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"%PDF", "PDF"),
    (0, b"PK\x03\x04", "ZIP archive"),
    (0, b"\x76\x2f\x31\x01", "OpenEXR file"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (0, b"DDS ", "DDS"),
    (0, b"\x00\x00\x01\x00", "icon"),
    (0, b"\x01\xda", "SGI image"),
    (0, b"BLP", "BLP"),
    (0, b"<svg", "SVG"),
)
SNIFF_LENGTH = 32
"""How many first bytes `sniff` needs."""


def sniff(head: bytes) -> str | None:
    """The format that the first bytes belong to, or None where no known format begins like this.

    Besides the formats of the allow-list it knows a few more by name, so that a refusal can say what the
    file is. Most camera raw files begin as TIFF does and are told apart by their extension.
    """
    for offset, magic, name in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return name
    return None


def format_of_name(name: str) -> str | None:
    """The format that the extension promises, or None where it promises no photo."""
    return EXTENSIONS.get(PurePath(name).suffix.lower())


def is_photo_name(name: str) -> bool:
    """Whether a file of this name should be a photo, going by its extension alone."""
    return not name.startswith(".") and format_of_name(name) is not None


def is_companion(name: str) -> bool:
    """Whether a file of this name lies beside photos by right (manifest, sidecar, desktop litter)."""
    return name.startswith((".", "~$")) or PurePath(name).suffix.lower() in _COMPANION_EXTENSIONS


def spoken(format_name: str) -> str:
    """A format's name with its article, as a sentence says it: "a PNG", "an OpenEXR file"."""
    name = NAMES.get(format_name, format_name)
    article = "an" if name[0] in "AEIOaeio" or name.startswith(("SGI", "SVG")) else "a"
    return f"{article} {name}"


def missing_extra(format_name: str) -> str:
    """What to do when the optional reader of a format is not installed; goes after the file's name."""
    extra = EXTRAS[format_name]
    return f'is {spoken(format_name)}, which needs an extra: pip install "review-desk[{extra}]"'
