"""Attribution by a dependency parse."""
