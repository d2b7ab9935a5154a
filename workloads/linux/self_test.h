// SPDX-License-Identifier: GPL-3.0-or-later
// Every kernel once, against its known answer.
#ifndef FULLHOUSE_WORKLOADS_LINUX_SELF_TEST_H
#define FULLHOUSE_WORKLOADS_LINUX_SELF_TEST_H

struct err;

// 0, or -EIO with the first kernel that computes wrongly here in err.
int self_test_all(struct err *err);

#endif
