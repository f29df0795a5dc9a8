from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, FormatError
from detente.record.text import MAX_SIZE, decode_base64, encode_base64, format_size, parse_hex, parse_size


@given(st.binary(max_size=100))
def test_base64_is_the_standard_one_and_comes_back(data):
    text = encode_base64(data)
    assert text == base64.b64encode(data).decode()
    assert decode_base64(text) == data
    assert decode_base64(text.encode(), len(data)) == data


@given(st.one_of(st.text(max_size=12), st.text("AQRgw+/=- \n", max_size=12), st.binary(max_size=12)))
def test_what_decodes_encodes_to_the_same_text(text):
    try:
        data = decode_base64(text)
    except FormatError:
        return
    assert encode_base64(data) == (text if isinstance(text, str) else text.decode())


@pytest.mark.parametrize(
    "text",
    ["QR==", "QQ", "QQ=", "QQ===", "QUJ=", " QQ==", "QQ==\n", "QQ==QQ==", "Q\nQ==", "====", "=", "A", "_-8=", "\u0410QQ=", "QQ==\x00"],
)
def test_second_spellings_of_base64_are_refused(text):
    with pytest.raises(FormatError):
        decode_base64(text)
    with pytest.raises(FormatError):
        decode_base64(text.encode())


def test_base64_of_another_length_is_refused():
    with pytest.raises(FormatError, match="1 bytes, expected 2"):
        decode_base64("QQ==", 2)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "1_0",
        " 7",
        "7 ",
        "+7",
        "-1",
        "-0",
        "00",
        "007",
        "٣",
        "1\n",
        "\n1",
        "0x1",
        "1.0",
        "1e3",
        "²",
        str(2**63),
        "9" * 19,
        "1" * 20,
        "1" * 5000,
    ],
)
def test_numbers_that_python_would_take_or_that_are_too_large_are_refused(raw):
    with pytest.raises(FormatError):
        parse_size(raw.encode())


@given(st.integers(0, MAX_SIZE))
def test_sizes_come_back(size):
    assert parse_size(format_size(size)) == size


def test_the_largest_size_is_the_last_signed_64_bit_number():
    assert parse_size(b"9223372036854775807") == MAX_SIZE == 2**63 - 1
    with pytest.raises(FormatError, match="above the limit 9223372036854775807"):
        parse_size(b"9223372036854775808")
    for size in (-1, MAX_SIZE + 1):
        with pytest.raises(CallerError):
            format_size(size)


@given(st.binary(max_size=40))
def test_hexadecimal_comes_back(data):
    assert parse_hex(data.hex(), len(data)) == data


@pytest.mark.parametrize("text", ["", "0", "0A0b", "0g0b", "00 0", "0000\n", "00000", "000", "٠٠٠٠", " 000"])
def test_hexadecimal_in_another_form_is_refused(text):
    with pytest.raises(FormatError):
        parse_hex(text, 2)
