"""What a draw's codes are called on its pages.

Source: SSJ-DRAW/1 §3.1, §6; 30-domain §1.
"""

from shuangsuiji.core.draw.beacon import DICE, DRAND, SSQ

SOURCES = {SSQ: "双色球", DRAND: "drand 公开随机数", DICE: "十面骰"}
KINDS = {"subject": "检查对象", "inspector": "执法检查人员"}
CODES = {"E": "可抽", "X1": "本年度已检查", "X2": "已注销等、证件无效", "X3": "请假", "X4": "其他原因"}
