"""A QR code as SVG text.

Source: ISO/IEC 18004; 70-interface §9. Takes: an address. Gives: SVG without size in millimetres; the form sets it.
"""

import io

import segno


def qr_svg(text: str) -> str:
    """Level M, quiet zone of 4 modules; empty for an empty text."""
    if not text:
        return ""
    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(written, kind="svg", border=4, xmldecl=False, omitsize=True)
    return written.getvalue().decode("utf-8")
