// SPDX-License-Identifier: GPL-3.0-or-later
// What an ab is to do, from what the user typed.
#ifndef FULLHOUSE_CLI_AB_ASKED_H
#define FULLHOUSE_CLI_AB_ASKED_H

struct ab_plan;
struct ab_request;
struct err;
struct scenario;

// Into a zeroed plan and an initialised scenario, both the caller's in every case. 0, or negative
// errno with the option to blame.
int ab_asked_read(const struct ab_request *request, struct ab_plan *plan, struct scenario *scenario,
                  struct err *err);

#endif
