// SPDX-License-Identifier: GPL-3.0-or-later
// The schema as its history. Private to the store.
#ifndef FULLHOUSE_COMMON_STORE_MIGRATIONS_H
#define FULLHOUSE_COMMON_STORE_MIGRATIONS_H

// store_migrations[v] leads from schema v to v + 1; user_version is the number of them applied.
extern const char *const store_migrations[];
extern const int store_schema_version; // the newest

// store_views[v] lets a reader, who changes nothing, see schema v as the newest; v from 1 to
// store_schema_version - 1.
extern const char *const store_views[];

#endif
