"""Attribution: which words of an article are whose."""
