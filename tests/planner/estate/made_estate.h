// SPDX-License-Identifier: GPL-3.0-or-later
// Estates from texts, for tests of their readers.
#ifndef FULLHOUSE_TESTS_PLANNER_ESTATE_MADE_ESTATE_H
#define FULLHOUSE_TESTS_PLANNER_ESTATE_MADE_ESTATE_H

#include "planner/estate/estate_read.h"

#define GIB 1073741824.0

// Each asserts that it is read.
void made_hosts(struct estate *estate, const char *text);
void made_guests(struct estate *estate, const char *text);
void made_traces(struct estate *estate, const char *name, const char *text);
void made_document(struct estate *estate, const char *text);
// Hosts h1 and h2, guests g1 (2 vCPUs) and g2 (4 vCPUs).
void made_two(struct estate *estate);

// Each asserts that it is refused with that message. The estate is released.
void refused_hosts(struct estate *estate, const char *text, const char *message);
void refused_guests(struct estate *estate, const char *text, const char *message);
void refused_traces(struct estate *estate, const char *text, const char *message);
void refused_document(const char *text, const char *message);

#endif
