// SPDX-License-Identifier: GPL-3.0-or-later
// Takes one number out of what a program printed.
#ifndef FULLHOUSE_TESTS_FIDELITY_TAKE_H
#define FULLHOUSE_TESTS_FIDELITY_TAKE_H

struct err;

// `how` is
//   "/a/b/0"          a JSON pointer (RFC 6901): the number there,
//   "median /a/b"     the median of a histogram there: an object {"VALUE": COUNT, ...},
//   anything else     a POSIX extended expression whose one group is the number; ^ and $ are ends
//                     of lines.
// JSON begins at the first line that starts with '{'. 0, or -EBADMSG with why.
int take_number(const char *output, const char *how, double *ret_number, struct err *err);

#endif
