"""两库: the registries of inspected subjects and licensed inspectors.

Articles: 第六条（一）（二）、第十条.
Takes: imports. Gives: subjects, inspectors, class history, `RegistryConfirmation`.
Never: deletes a row; takes a class without source and date.
"""
