"""The tables of `inspections`: one inspection per drawn subject, its departments' parts, the teams, who was replaced.

Source: 第十四条, 第十五条, 第十六条.
"""

from shuangsuiji.stages.inspections.models.inspection import Inspection, Part
from shuangsuiji.stages.inspections.models.team import InspectorReplacement, Team, TeamMember

__all__ = ["Inspection", "InspectorReplacement", "Part", "Team", "TeamMember"]
