"""The door of 执法检查人员: today's visits on a phone, often without network. Not built yet."""
