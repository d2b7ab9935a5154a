// SPDX-License-Identifier: GPL-3.0-or-later
// One host asked twice: what it is, and its guests at two times. Private to live_estate.
#ifndef FULLHOUSE_LIVE_LIVE_SCENE_H
#define FULLHOUSE_LIVE_LIVE_SCENE_H

#include <stddef.h>

#include "collector/vir_guest.h"
#include "collector/vir_host.h"
#include "common/base/err.h"

struct estate;

struct live_scene {
    const char *uri; // not owned
    virConnectPtr connection;
    struct vir_host host;
    struct vir_guests before, after;
    int result;
    struct err err; // of asking
};

// Adds the host and its guests. -EINVAL where another URI's host or guest has that name.
int live_scene_add(const struct live_scene *scene, struct estate *estate, struct err *err);

void live_scene_done(struct live_scene *scene);

#endif
