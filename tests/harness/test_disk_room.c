// SPDX-License-Identifier: GPL-3.0-or-later
// Room there is, and folders that are none; a disk that is full is tests/system/test_injected.c's.
#include "bench/disk_room.h"

#include <criterion/criterion.h>

Test(harness_disk_room, is_silent_where_there_is_room_or_nothing_to_ask)
{
    cr_expect_null(disk_room_lack("disk", NULL));
    cr_expect_null(disk_room_lack("disk", "/nonexistent/folder"));
    cr_expect_null(disk_room_lack("disk", "/dev"));
}
