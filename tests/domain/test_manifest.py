"""Manifests as spreadsheets, scripts and tired people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.manifest import FIELDS, Manifest, ManifestPair, read_manifest
from review_desk.errors import BadInput

PRESENT = frozenset({"a.jpg", "a_v1.png", "a_v2.png", "b.jpg", "b_v1.png", "sub/c.jpg", "mask.png"})


def read(text: str, *, present: frozenset[str] = PRESENT) -> Manifest:
    return read_manifest(text.encode(), present=present)


def pair(row: int, before: str, *afters: str, mask: str | None = None, **fields: str | float) -> ManifestPair:
    return ManifestPair(row, before, afters, mask, fields, {})


def wrong(manifest: Manifest) -> list[tuple[int, str, str]]:
    return [(error.row, error.field, error.reason) for error in manifest.errors]


# --- what comes in ----------------------------------------------------------------------------------------


def test_every_field_comes_in() -> None:
    told = {name: f"some {name}" for name in FIELDS}
    told |= {"shot_at": "2026-11-20T09:30:00+01:00", "sla_hours": "24"}
    manifest = read(
        "before,after,mask," + ",".join(told) + "\na.jpg,a_v1.png,mask.png," + ",".join(told.values())
    )
    fields: dict[str, str | float] = {**told, "shot_at": "2026-11-20T08:30:00Z", "sla_hours": 24.0}
    made_with = {"a_v1.png": {"preset": "some preset", "model": "some model"}}
    assert manifest == Manifest(
        (ManifestPair(2, "a.jpg", ("a_v1.png",), "mask.png", fields, made_with),), (), ()
    )


def test_file_names_a_lone_photo() -> None:
    assert read("file,sku\na.jpg,S-1\n").pairs == (pair(2, "a.jpg", sku="S-1"),)


def test_rows_with_the_same_before_and_bars_in_a_cell_add_versions() -> None:
    manifest = read("before,after\na.jpg,a_v2.png|a_v1.png\nb.jpg,\nA.JPG,b_v1.png\n")
    assert manifest.pairs == (pair(2, "a.jpg", "a_v2.png", "a_v1.png", "b_v1.png"), pair(3, "b.jpg"))


def test_preset_and_model_are_kept_for_each_version() -> None:
    manifest = read("before,after,preset\na.jpg,a_v1.png,knit-3\na.jpg,a_v2.png,knit-4\n")
    assert manifest.errors == ()
    assert manifest.pairs[0].made_with == {"a_v1.png": {"preset": "knit-3"}, "a_v2.png": {"preset": "knit-4"}}
    assert manifest.pairs[0].fields == {"preset": "knit-3"}


def test_a_header_may_be_written_in_many_ways() -> None:
    manifest = read(
        " File ,Content-Type,SHOT AT,Color,Product ID,remarks,\na.jpg,packshot,2026-11-20,red,S-1,x,\n"
    )
    fields = {"content_type": "packshot", "shot_at": "2026-11-20T00:00:00Z", "colourway": "red", "sku": "S-1"}
    assert manifest.pairs[0].fields == fields
    assert manifest.unknown_columns == ("remarks",)


def test_a_synonym_gives_way_to_the_proper_name() -> None:
    manifest = read("style,sku,before\nAW26,S-1,a.jpg\n")
    assert manifest.pairs[0].fields == {"sku": "S-1"}
    assert manifest.unknown_columns == ("style",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheets_csv_is_read(encoding: str, sign: str, end: str) -> None:
    rows = ["before,colourway,sku", "a.jpg,Café crème,S-1", "b.jpg,écru,S-2"]
    raw = end.join(row.replace(",", sign) for row in rows).encode(encoding)
    colourways = [pair.fields["colourway"] for pair in read_manifest(raw, present=PRESENT).pairs]
    assert colourways == ["Café crème", "écru"]


def test_excels_sep_line_names_the_delimiter_and_is_no_row() -> None:
    assert read('sep=;\r\nfile;"sku, as sold"\r\na.jpg;x\r\n').pairs == (pair(2, "a.jpg"),)


def test_commas_inside_quotes_do_not_make_a_comma_file() -> None:
    assert read('"file";"notes, remarks, and, more"\na.jpg;x\n').pairs == (pair(2, "a.jpg"),)


def test_backslashes_dots_and_doubled_slashes_are_the_same_path() -> None:
    assert [p.before for p in read("file\nsub\\c.jpg\n./a.jpg\n.//b.jpg\n").pairs] == [
        "sub/c.jpg",
        "a.jpg",
        "b.jpg",
    ]


def test_a_file_is_found_without_regard_to_case_and_spelt_as_in_the_folder() -> None:
    assert read("file\nSUB/C.JPG\n").pairs == (pair(2, "sub/c.jpg"),)


def test_decimal_commas_are_hours_too() -> None:
    assert read("file;sla_hours\na.jpg;1,5\n").pairs[0].fields == {"sla_hours": 1.5}


# --- what is wrong, row by row ----------------------------------------------------------------------------


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    manifest = read('file,category\n\na.jpg,"two\nlines"\n,,\nnone.txt,x\n')
    assert wrong(manifest) == [
        (3, "category", "holds a line break or another sign that cannot be printed"),
        (5, "before", "no such file: 'none.txt'"),
    ]


def test_a_missing_file_is_told_with_the_closest_name_and_the_rest_comes_in() -> None:
    manifest = read("before,after\na.jgp,\na.jpg,a_v3.png\nother/c.jpg,\n")
    assert manifest.pairs == (pair(3, "a.jpg"),)
    assert wrong(manifest) == [
        (2, "before", "no such file: 'a.jgp'; did you mean 'a.jpg'?"),
        (3, "after", "no such file: 'a_v3.png'; did you mean 'a_v2.png'?"),
        (4, "before", "no such file: 'other/c.jpg'; did you mean 'sub/c.jpg'?"),
    ]


def test_after_twenty_missing_files_no_more_names_are_suggested() -> None:
    errors = read("file\n" + "a.jgp\n" * 30).errors
    assert [error.reason.endswith("'a.jpg'?") for error in errors] == [True] * 20 + [False] * 10


@pytest.mark.parametrize(
    "path", ["../a.jpg", "sub/../../a.jpg", "/a.jpg", "C:\\a.jpg", "c:a.jpg", "\\\\nas\\a.jpg"]
)
def test_a_path_never_leaves_the_folder(path: str) -> None:
    manifest = read(f"file\n{path}\n", present=PRESENT | {path})
    assert manifest.pairs == ()
    assert manifest.errors[0].reason.endswith("leaves the source folder; paths are told from inside it")


def test_two_files_that_differ_in_case_are_not_guessed_between() -> None:
    manifest = read("file\nx.jpg\nX.jpg\n", present=frozenset({"X.jpg", "x.JPG"}))
    assert manifest.pairs == (pair(3, "X.jpg"),)
    assert wrong(manifest) == [(2, "before", "'x.jpg' could be X.jpg or x.JPG")]


def test_a_row_without_a_before_is_told() -> None:
    assert wrong(read("before,after\n,a_v1.png\n")) == [(2, "before", "names no file")]


@pytest.mark.parametrize("hours", ["0", "-1", "soon", "nan", "inf", "1e3", "1_000", "24h"])
def test_hours_are_a_number_above_zero(hours: str) -> None:
    manifest = read(f"file,sla_hours\na.jpg,{hours}\n")
    assert manifest.pairs == (pair(2, "a.jpg"),)
    assert wrong(manifest) == [(2, "sla_hours", f"'{hours}' is not a number of hours above 0")]


@pytest.mark.parametrize("moment", ["20.11.2026", "yesterday", "2026-13-01", "0001-01-01T00:00+14:00"])
def test_a_moment_is_iso_8601(moment: str) -> None:
    manifest = read(f"file,shot_at\na.jpg,{moment}\n")
    assert wrong(manifest)[0][:2] == (2, "shot_at")
    assert manifest.pairs == (pair(2, "a.jpg"),)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@SUM(A1)", "\tx", '"\rx"', " =1", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused(cell: str) -> None:
    manifest = read(f"file,category\na.jpg,{cell}\n")
    assert manifest.pairs == (pair(2, "a.jpg"),)
    assert "which a spreadsheet takes for a formula" in manifest.errors[0].reason


def test_a_cell_of_501_characters_and_a_nul_are_refused() -> None:
    manifest = read(f"file,category,sku\na.jpg,{'x' * 501},S\0\nb.jpg,{'x' * 500},S\n")
    assert [(row, name) for row, name, _ in wrong(manifest)] == [(2, "category"), (2, "sku")]
    assert manifest.pairs[1].fields == {"category": "x" * 500, "sku": "S"}


def test_a_row_with_more_cells_than_the_header_is_not_guessed_at() -> None:
    manifest = read("file,sku\na.jpg,red, white,S-1\nb.jpg,S-2,,\n")
    assert wrong(manifest) == [(2, "row", "has 4 cells, the header has 2")]
    assert manifest.pairs == (pair(3, "b.jpg", sku="S-2"),)


def test_a_file_is_one_photo_or_one_version_and_never_two() -> None:
    manifest = read(
        "before,after\na.jpg,a_v1.png|a_v1.png\nb.jpg,a_v1.png\na_v1.png,\nb.jpg,a.jpg\nb.jpg,b.jpg\n"
    )
    assert manifest.pairs == (pair(2, "a.jpg", "a_v1.png"), pair(3, "b.jpg"))
    assert wrong(manifest) == [
        (2, "after", "'a_v1.png' is already named as after in row 2"),
        (3, "after", "'a_v1.png' is already named as after in row 2"),
        (4, "before", "'a_v1.png' is already an after in row 2"),
        (5, "after", "'a.jpg' is already named as before in row 2"),
        (6, "after", "'b.jpg' is already named as before in row 3"),
    ]


def test_rows_that_contradict_each_other_keep_the_first_word() -> None:
    manifest = read("before,after,sku,mask\na.jpg,a_v1.png,S-1,mask.png\na.jpg,a_v2.png,S-2,b.jpg\n")
    assert manifest.pairs == (pair(2, "a.jpg", "a_v1.png", "a_v2.png", mask="mask.png", sku="S-1"),)
    assert wrong(manifest) == [
        (3, "mask", "'b.jpg' differs from 'mask.png' in an earlier row of a.jpg"),
        (3, "sku", "'S-2' differs from 'S-1' in row 2, for the same before a.jpg"),
    ]


def test_a_quote_that_never_closes_is_told_once_and_costs_what_follows() -> None:
    manifest = read('file,category\na.jpg,knit\nb.jpg,"denim' + "\nx" * 100_000)
    assert manifest.pairs == (pair(2, "a.jpg", category="knit"),)
    [(row, name, reason)] = wrong(manifest)
    assert (row, name) == (3, "row")
    assert reason.startswith("cannot be read, nor can what follows: ")


# --- what cannot be read at all ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is empty"),
        (b"\n , \n", "is empty"),
        (b"sku,category\nS,knit\n", "has no 'before' or 'file' column; its columns are 'sku', 'category'"),
        (b"file,sku,SKU\na.jpg,1,2\n", "has the column 'SKU' twice"),
        ("file,sku\na.jpg,1\n".encode("utf-16-le"), "is not text; save the manifest as CSV in UTF-8"),
        (b"\xff\xfef", "begins as UTF-16 but breaks off"),
        (b"\x89PNG\r\n\x1a\n\0\0", "has no 'before' or 'file' column"),
    ],
)
def test_a_manifest_that_is_none_is_refused_with_a_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_manifest(raw, present=PRESENT)


@given(st.binary(max_size=300))
def test_no_bytes_are_a_bug(raw: bytes) -> None:
    try:
        manifest = read_manifest(b"file,after,shot_at,sla_hours,sku\n" + raw, present=PRESENT)
    except BadInput:
        return
    named = [file for pair in manifest.pairs for file in (pair.before, *pair.afters)]
    assert len(set(named)) == len(named)
    assert set(named) <= PRESENT


def test_the_role_column_says_which_afters_a_person_made() -> None:
    text = "before,after,role\na.jpg,a_v1.png,AI\na.jpg,a_v2.png, Human\nb.jpg,b_v1.png,robot\n"
    manifest = read(text)
    assert [sorted(pair.by_hand) for pair in manifest.pairs] == [["a_v2.png"], []]
    assert wrong(manifest) == [(4, "role", "'robot' is not a role: say ai or human")]
