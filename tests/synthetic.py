"""Codes for tests: valid, numbered, never issued. A thin door to the codes of the demo county."""

from shuangsuiji.web.console.county.codes import certificate_number, organisation_code, valid_uscc

__all__ = ["certificate_number", "organisation_code", "valid_uscc"]
