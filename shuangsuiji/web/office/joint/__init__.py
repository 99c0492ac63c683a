"""The pages of the office of the joint meeting: all departments' plans together (第七条、第九条)."""
