// SPDX-License-Identifier: GPL-3.0-or-later
// The estate that a request names, out of files, of what collect watched, and of live hosts.
#ifndef FULLHOUSE_CLI_PACK_ESTATE_H
#define FULLHOUSE_CLI_PACK_ESTATE_H

struct err;
struct estate;
struct request;
struct store;

// Adds all of it to an empty estate. store is asked where a run of collect is named, else it may be
// NULL. 0; -EINVAL where nothing is named, and with "file:line: ..."; ERR_HOST for a host that does
// not answer.
int pack_estate_read(const struct request *request, struct store *store, struct estate *estate,
                     struct err *err);

#endif
