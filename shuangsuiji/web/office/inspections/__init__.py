"""检查: dispatch, the inspections of a task, its teams, and who is replaced."""
