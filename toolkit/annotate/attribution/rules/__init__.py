"""Attribution by word lists and word order."""
