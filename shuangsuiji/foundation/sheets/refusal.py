"""The one exception with which a file as a whole is turned away."""

from shuangsuiji.foundation.sheets.findings import Fault, RowFinding


class SheetRefused(ValueError):
    """A file cannot be read at all. `reason` and `remedy` are complete Chinese sentences without a final stop."""

    def __init__(
        self, reason: str, remedy: str = "", *, fault: Fault = Fault.FILE, sheet: str = "", row: int = 0
    ) -> None:
        """Keep the parts, so that a report can show them like any other finding."""
        super().__init__(f"{reason}。{remedy}" if remedy else reason)
        self.reason = reason
        self.remedy = remedy
        self.fault = fault
        self.sheet = sheet
        self.row = row

    def as_finding(self) -> RowFinding:
        """The refusal as an error-level finding."""
        return RowFinding(self.sheet, self.row, "", "", "error", "E10-3", self.reason, self.remedy, fault=self.fault)
