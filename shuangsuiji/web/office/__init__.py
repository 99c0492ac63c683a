"""The door of the offices: 承办股室, 分管负责人, 主要负责人, 协调股室, 联席会议办公室, 审计. Not built yet."""
