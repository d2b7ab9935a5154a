// SPDX-License-Identifier: GPL-3.0-or-later
// Disks: one file for both sides, which both fill before they begin: blocks that are written for
// the first time cost more, and what a disk has just taken in is felt by what comes after.
#include "tests/fidelity/pair_list.h"

#define OURS(variant_, options_, figure_, scale_)                                                  \
    {                                                                                              \
        .workload = "disk", .variant = variant_,                                                   \
        .options = options_ ",size={file_bytes},target={file},overwrite=yes", .threads = "1",      \
        .figure = figure_, .scale = scale_,                                                        \
    }

// A first job fills, as ours does, and the second one is measured.
#define FIO(take_, scale_, ...)                                                                    \
    {                                                                                              \
        .name = "fio", .package = "fio",                                                           \
        .words = PAIR_WORDS("fio", "--filename={file}", "--size={file_bytes}", "--direct=1",       \
                            "--overwrite=1", "--fallocate=none", "--refill_buffers",               \
                            "--norandommap", "--output-format=json", "--lat_percentiles=1",        \
                            "--clat_percentiles=0", "--name=fill", "--rw=write", "--bs=256k",      \
                            "--ioengine=psync", "--end_fsync=1", "--name=fidelity", "--stonewall", \
                            "--time_based", "--runtime={whole}", __VA_ARGS__),                     \
        .take = "/jobs/1/" take_, .scale = scale_,                                                 \
    }

static const struct pair pairs[] = {
    {
        .name = "disk:randread psync",
        .unit = "requests/s",
        .higher_is_better = true,
        .ours = OURS("randread", "block=4KiB,engine=psync", PAIR_OPERATIONS_HZ, 1),
        .theirs = FIO("read/iops", 1, "--rw=randread", "--bs=4k", "--ioengine=psync"),
        .same = true,
        .note = "pread of 4 KiB at independent random places, O_DIRECT, one at a time; ours looks "
                "at a few words of each block",
    },
    {
        .name = "disk:randread psync, latency",
        .unit = "ns",
        .ours = OURS("randread", "block=4KiB,engine=psync", PAIR_P50_NS, 1),
        .theirs = FIO("read/lat_ns/percentile/50.000000", 1, "--rw=randread", "--bs=4k",
                      "--ioengine=psync"),
        .same = true,
        .note = "as above; medians from handing a request in until its end (their lat)",
    },
    {
        .name = "disk:randread libaio, depth 16",
        .unit = "requests/s",
        .higher_is_better = true,
        .ours = OURS("randread", "block=4KiB,engine=libaio,depth=16", PAIR_OPERATIONS_HZ, 1),
        .theirs =
            FIO("read/iops", 1, "--rw=randread", "--bs=4k", "--ioengine=libaio", "--iodepth=16"),
        .same = true,
        .note = "16 reads of 4 KiB under way, O_DIRECT",
    },
    {
        .name = "disk:randread io_uring, depth 16",
        .unit = "requests/s",
        .higher_is_better = true,
        .ours = OURS("randread", "block=4KiB,engine=io_uring,depth=16", PAIR_OPERATIONS_HZ, 1),
        .theirs =
            FIO("read/iops", 1, "--rw=randread", "--bs=4k", "--ioengine=io_uring", "--iodepth=16"),
        .same = true,
        .note = "16 reads of 4 KiB under way, O_DIRECT, no polling, buffers not registered",
    },
    {
        .name = "disk:randwrite psync",
        .unit = "requests/s",
        .higher_is_better = true,
        .ours = OURS("randwrite", "block=4KiB,engine=psync", PAIR_OPERATIONS_HZ, 1),
        .theirs = FIO("write/iops", 1, "--rw=randwrite", "--bs=4k", "--ioengine=psync"),
        .same = true,
        .note = "pwrite of 4 KiB at random places of a file that is there, O_DIRECT; both make new "
                "content for every block, ours reads one in 1024 back",
    },
    {
        .name = "disk:write 128 KiB",
        .unit = "requests/s",
        .higher_is_better = true,
        .ours = OURS("write", "block=128KiB,engine=psync", PAIR_OPERATIONS_HZ, 1),
        .theirs = FIO("write/iops", 1, "--rw=write", "--bs=128k", "--ioengine=psync"),
        .same = true,
        .note = "pwrite of 128 KiB, one behind the other, to a file that is there, O_DIRECT; both "
                "make new content for every block",
    },
    {
        .name = "disk:fsync",
        .unit = "requests/s",
        .higher_is_better = true,
        .ours = OURS("fsync", "block=4KiB,sync=fdatasync", PAIR_OPERATIONS_HZ, 1),
        .theirs =
            FIO("write/iops", 1, "--rw=write", "--bs=4k", "--ioengine=psync", "--fdatasync=1"),
        .same = true,
        .note =
            "pwrite of 4 KiB and fdatasync, one behind the other, to a file whose every block was "
            "written before, O_DIRECT; both make new content for every block",
    },
};

const struct pair_list pair_list_disk = {pairs, sizeof pairs / sizeof pairs[0]};
