// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches, unpacks and remembers the cloud kernel's package. Unpacking goes into the run's own
// scratch folder and is renamed into the cache when whole: a killed run leaves no half kernel
// there.
#include "bench/kernel_package.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/archive.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

#define META_PACKAGE "linux-image-cloud-amd64"
static const char MEND[] = "apt-get update, or name a kernel: --kernel /boot/vmlinuz-...";
static const uint64_t FETCH_TIMEOUT_NS = 600 * CLOCK_NS_PER_SECOND;

// The newest image below the cache: what an earlier run unpacked.
static char *find_cached(const char *dir)
{
    scope_closedir DIR *folder = opendir(dir);
    char *best = NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strncmp(entry->d_name, "linux-image-", 12) != 0)
            continue;
        char *image = alloc_printf("%s/%s/vmlinuz", dir, entry->d_name);
        if (path_exists(image) && (!best || strverscmp(image, best) > 0)) {
            free(best);
            best = scope_take(image);
        }
        free(image);
    }
    return best;
}

// The package that the distribution's cloud kernel stands for today:
// "linux-image-6.1.0-56-cloud-amd64".
static int resolve_package(char **ret_package, struct err *err)
{
    const char *const argv[] = {"apt-cache", "depends", META_PACKAGE, NULL};
    const struct process_options options = {.timeout_ns = FETCH_TIMEOUT_NS};
    struct process_result listing;
    int result = process_run(argv, &options, &listing, err);
    if (result < 0)
        return err_prefix(err, "a guest kernel is needed, and this host has no apt to fetch one "
                               "(--kernel names one)");
    const char *at = strstr(listing.output, "Depends: linux-image-");
    if (at)
        *ret_package = alloc_printf("%.*s", (int)strcspn(at + 9, "\n "), at + 9);
    process_result_done(&listing);
    return at ? 0 : err_host(err, MEND, "apt knows no package " META_PACKAGE);
}

static int download(const char *package, const char *dir, struct err *err)
{
    const char *const argv[] = {"apt-get", "download", package, NULL};
    const struct process_options options = {.work_dir = dir, .timeout_ns = FETCH_TIMEOUT_NS};
    struct process_result fetch;
    int result = process_run(argv, &options, &fetch, err);
    if (result < 0)
        return result;
    if (fetch.exit_code != 0) {
        size_t length = strlen(fetch.output);
        result = err_host(err, MEND, "apt-get download %s: %.*s", package,
                          (int)(length && fetch.output[length - 1] == '\n' ? length - 1 : length),
                          fetch.output);
    }
    process_result_done(&fetch);
    return result;
}

// The one .deb in a folder.
static char *find_deb(const char *dir)
{
    scope_closedir DIR *folder = opendir(dir);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot && strcmp(dot, ".deb") == 0)
            return path_join(dir, entry->d_name);
    }
    return NULL;
}

// Where a file of the package goes, or NULL when a guest never needs it.
static char *place_of(const char *dir, const char *path)
{
    if (strstr(path, "/boot/vmlinuz-"))
        return path_join(dir, "vmlinuz");
    const char *kernel = strstr(path, "/kernel/");
    // A virtio network interface may fail over to a passed-through one.
    bool is_wanted = strstr(path, "virtio") || strstr(path, "failover.ko");
    if (!strstr(path, "/lib/modules/") || !kernel || !is_wanted || !strstr(path, ".ko"))
        return NULL;
    return alloc_printf("%s/modules%s", dir, kernel);
}

static bool wants_file(const char *path, void *context)
{
    scope_free char *place = place_of(context, path);
    return place != NULL;
}

static int take_file(const char *path, const void *bytes, size_t length, void *context,
                     struct err *err)
{
    scope_free char *place = place_of(context, path);
    scope_free char *folder = alloc_printf("%.*s", (int)(strrchr(place, '/') - place), place);
    int result = path_make_dirs(folder, err);
    return result < 0 ? result : path_write(place, bytes, length, 0600, err);
}

static int fetch_into(const char *package, char *part, struct err *err)
{
    int result = path_make_dirs(part, err);
    if (result == 0)
        result = download(package, part, err);
    if (result < 0)
        return result;
    scope_free char *deb = find_deb(part);
    if (!deb)
        return err_host(err, MEND, "apt-get download %s left no package in %s", package, part);
    result = archive_read_deb(deb, wants_file, take_file, part, err);
    unlink(deb);
    return result;
}

// Two runs at once may both fetch; the first rename wins and the other's work is thrown away.
static int fetch(const char *dir, const char *scratch, const char *package, struct err *err)
{
    scope_free char *part = path_join(scratch, package);
    scope_free char *whole = path_join(dir, package);
    int result = path_make_dirs(dir, err);
    if (result == 0)
        result = fetch_into(package, part, err);
    if (result == 0 && rename(part, whole) < 0 && errno != ENOTEMPTY && errno != EEXIST)
        result = err_system(err, errno, "%s", whole);
    path_remove_tree(part, NULL);
    return result;
}

char *kernel_package_cached(void)
{
    scope_free char *cache = path_cache_dir(NULL);
    scope_free char *dir = cache ? path_join(cache, "kernel") : NULL;
    return dir ? find_cached(dir) : NULL;
}

int kernel_package_image(const char *scratch, void (*say)(void *context, const char *text),
                         void *context, char **ret_image, struct err *err)
{
    scope_free char *cache = path_cache_dir(err);
    if (!cache)
        return -EINVAL;
    scope_free char *dir = path_join(cache, "kernel");
    if ((*ret_image = find_cached(dir)))
        return 0;
    scope_free char *package = NULL;
    int result = resolve_package(&package, err);
    if (result < 0)
        return result;
    scope_free char *text =
        alloc_printf("fetching the guests' kernel (%s, once, about 27 MB)", package);
    say(context, text);
    result = fetch(dir, scratch, package, err);
    if (result < 0)
        return result;
    *ret_image = find_cached(dir);
    return *ret_image ? 0 : err_host(err, MEND, "%s holds no kernel image", package);
}

// What an earlier version unpacked has no such folder.
static bool has_network_modules(const char *dir)
{
    scope_free char *core = path_join(dir, "modules/kernel/net/core");
    return path_exists(core);
}

int kernel_package_complete(const char *image, const char *scratch,
                            void (*say)(void *context, const char *text), void *context,
                            struct err *err)
{
    scope_free char *dir = alloc_printf("%.*s", (int)(strrchr(image, '/') - image), image);
    const char *package = strrchr(dir, '/');
    if (!package || strncmp(++package, "linux-image-", 12) != 0 || has_network_modules(dir))
        return 0;
    scope_free char *part = path_join(scratch, package);
    scope_free char *text = alloc_printf("fetching %s again for its network modules", package);
    say(context, text);
    int result = path_make_dirs(part, err);
    if (result == 0)
        result = download(package, part, err);
    scope_free char *deb = result == 0 ? find_deb(part) : NULL;
    if (deb)
        result = archive_read_deb(deb, wants_file, take_file, dir, err);
    path_remove_tree(part, NULL);
    return result;
}
