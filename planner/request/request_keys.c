// SPDX-License-Identifier: GPL-3.0-or-later
// The table of a request's keys.
#include <float.h>
#include <stdint.h>

#include "common/base/units.h"
#include "planner/request/request.h"
#include "planner/request/request_key.h"
#include "planner/value/key_value.h"

#define DAY_S  86400.0
#define YEAR_S (366 * DAY_S)
enum { THREADS_MOST = 1024, COUNT_MOST = 100000000 };

static const char *const cpu_words[] = {
#define X(name, word, help) word,
    POLICY_CPUS(X)
#undef X
};

static const char *const aim_words[] = {
#define X(name, word, help) word,
    TARGET_AIMS(X)
#undef X
};

static int set_cpu(struct request *request, const char *text, struct err *err)
{
    size_t index;
    int r = request_key_word(text, cpu_words, POLICY_CPU_COUNT, &index, err);
    if (r == 0)
        request->policy.cpu = (enum policy_cpu)index;
    return r;
}

static int set_aim(struct request *request, const char *text, struct err *err)
{
    size_t index;
    int r = request_key_word(text, aim_words, TARGET_AIM_COUNT, &index, err);
    if (r == 0)
        request->target.aim = (enum target_aim)index;
    return r;
}

static int set_number_of(size_t *field, const char *text, struct err *err)
{
    uint64_t count;
    int r = units_parse_count(text, 0, COUNT_MOST, &count, err);
    if (r == 0)
        *field = (size_t)count;
    return r;
}

// A function a key, of one line.
#define KEY(name, expression)                                                                      \
    static int set_##name(struct request *request, const char *text, struct err *err)              \
    {                                                                                              \
        return expression;                                                                         \
    }

KEY(name, key_value_text(&request->name, text, err))
KEY(currency, key_value_currency(&request->currency, text, err))
KEY(documents, request_key_source(&request->documents, text, err))
KEY(hosts, request_key_source(&request->hosts, text, err))
KEY(guests, request_key_source(&request->guests, text, err))
KEY(traces, request_key_source(&request->traces, text, err))
KEY(traces_step, key_value_seconds(&request->traces_step_s, text, 0.001, 30 * DAY_S, err))
KEY(connect, request_key_source(&request->connect, text, err))
KEY(telemetry, key_value_text(&request->telemetry, text, err))
KEY(watch, key_value_seconds(&request->watch_s, text, 1, DAY_S, err))
KEY(plan_share, key_value_share(&request->plan_share, text, 0.01, 1, err))

KEY(percentile, key_value_share(&request->policy.percentile, text, 0.5, 0.9999, err))
KEY(cpu_overcommit, key_value_number(&request->policy.cpu_overcommit, text, 0.1, 100, err))
KEY(cpu_usable, key_value_share(&request->policy.cpu_usable, text, 0.01, 1, err))
KEY(run, key_value_text(&request->policy.run, text, err))
KEY(interference, key_value_yes(&request->policy.uses_interference, text, err))
KEY(memory_overcommit, key_value_number(&request->policy.memory_overcommit, text, 0.1, 10, err))
KEY(memory_reserve, key_value_bytes(&request->policy.memory_reserve_bytes, text, err))
KEY(memory_share, key_value_share(&request->policy.memory_reserve, text, 0, 0.95, err))
KEY(disk_reserve, key_value_share(&request->policy.disk_reserve, text, 0, 0.95, err))
KEY(disk_usable, key_value_share(&request->policy.disk_usable, text, 0.01, 1, err))
KEY(network_usable, key_value_share(&request->policy.network_usable, text, 0.01, 1, err))

KEY(hosts_most, set_number_of(&request->target.hosts_most, text, err))
KEY(moves_most, set_number_of(&request->target.moves_most, text, err))
KEY(seconds, key_value_number(&request->target.seconds, text, 0, DAY_S, err))
KEY(threads, key_value_count(&request->target.threads, text, 0, THREADS_MOST, err))
KEY(seed, units_parse_count(text, 0, UINT64_MAX, &request->target.seed, err))
KEY(rounds, units_parse_count(text, 0, UINT64_MAX, &request->target.rounds, err))

KEY(per_host, key_value_count(&request->moves.per_host, text, 1, COUNT_MOST, err))
KEY(per_link, key_value_count(&request->moves.per_link, text, 1, COUNT_MOST, err))
KEY(at_once, key_value_count(&request->moves.at_once, text, 1, COUNT_MOST, err))
KEY(bandwidth, request_key_bits(&request->moves.bandwidth_bits_hz, text, err))
KEY(network_share,
    key_value_uncertain(&request->moves.network_share, text, units_parse_share, 0.01, 1, err))
KEY(stream, request_key_bits(&request->moves.stream_bits_hz, text, err))
KEY(fixed, request_key_seconds(&request->moves.fixed_s, text, DAY_S, err))
KEY(fixed_downtime, request_key_seconds(&request->moves.fixed_downtime_s, text, DAY_S, err))
KEY(dirty_rate, request_key_bytes_rate(&request->moves.dirty_bytes_hz, text, err))
KEY(switch_on, request_key_seconds(&request->moves.switch_on_s, text, DAY_S, err))
KEY(switch_off, request_key_seconds(&request->moves.switch_off_s, text, DAY_S, err))
KEY(downtime, key_value_seconds(&request->moves.downtime_allowed_s, text, 0.001, DAY_S, err))
KEY(rolling, key_value_yes(&request->moves.is_rolling, text, err))
KEY(maintenance, key_value_seconds(&request->moves.maintenance_s, text, 0, YEAR_S, err))
KEY(maintenance_by, key_value_text(&request->moves.maintenance_by, text, err))

KEY(energy_price,
    key_value_uncertain(&request->energy_price, text, units_parse_number, 0, 1e6, err))
KEY(pue, key_value_uncertain(&request->pue, text, units_parse_number, 1, 5, err))

#define FILES .is_path = true, .is_list = true

const struct request_key request_keys[] = {
    {"name", "word", "", "of the plan, for reports", .set = set_name},
    {"currency", "word", "that of the costs", "of all money, as EUR", .set = set_currency},
    {"documents", "files", "", "YAML or JSON with hosts and guests", FILES, .set = set_documents},
    {"hosts", "files", "", "hosts, as CSV of our own columns or RVTools' vHost", FILES,
     .set = set_hosts},
    {"guests", "files", "",
     "guests, as CSV of our own columns or RVTools' vInfo, vCPU, vMemory "
     "and vDisk",
     FILES, .set = set_guests},
    {"traces", "files", "",
     "CPU use over time: a table with a column a guest, or a folder with a "
     "file a guest",
     FILES, .set = set_traces},
    {"traces-step", "duration", "5min", "from line to line of traces that have no times",
     .set = set_traces_step},
    {"connect", "addresses", "", "libvirt connections whose hosts and guests are taken in",
     .is_list = true, .set = set_connect},
    {"telemetry", "word", "", "label or number of the run that `collect` stored, or latest",
     .set = set_telemetry},
    {"watch", "duration", "30s", "how long live hosts are watched for rates", .set = set_watch},
    {"plan-share", "share", "100%",
     "of the traces' time that is planned on; what is left judges the plan. 100%: both on all",
     .set = set_plan_share},
    {"cpu.by", "word", "percentile",
     "what a guest counts for: vcpus, peak, percentile, mean or curve", .set = set_cpu},
    {"cpu.percentile", "share", "95%",
     "of the time in which a host's guests together take no more than its usable cores; for "
     "percentile",
     .set = set_percentile},
    {"cpu.overcommit", "number", "4", "vCPUs a core; for vcpus", .set = set_cpu_overcommit},
    {"cpu.usable", "share", "90%",
     "of a host's cores that guests may use; for peak, percentile and mean", .set = set_cpu_usable},
    {"cpu.run", "word", "",
     "label of the bench runs whose curve holds for guests that name none; "
     "for curve",
     .set = set_run},
    {"cpu.interference", "yes or no", "yes",
     "neighbours are priced by the measured matrix; for curve", .set = set_interference},
    {"memory.overcommit", "number", "1",
     "memory of the guests over what of the host's they are given", .set = set_memory_overcommit},
    {"memory.reserve", "size", "4 GiB", "memory that a host needs for itself",
     .set = set_memory_reserve},
    {"memory.reserve-share", "share", "5%", "of a host's memory that is kept free beyond",
     .set = set_memory_share},
    {"disk.reserve", "share", "15%", "of a host's disk space that is kept free",
     .set = set_disk_reserve},
    {"disk.usable", "share", "60%", "of a host's disk operations a second that guests may use",
     .set = set_disk_usable},
    {"network.usable", "share", "60%", "of a host's network that guests may use",
     .set = set_network_usable},
    {"aim", "word", "fewest",
     "fewest hosts, cheapest hosts, least energy, or fewest moves: fewest, cheapest, energy, moves",
     .set = set_aim},
    {"hosts-most", "count", "0",
     "hosts in use at most, for the aim moves; 0: as many as are in use now",
     .set = set_hosts_most},
    {"moves-most", "count", "0", "guests that may move; 0: no limit", .set = set_moves_most},
    {"seconds", "number", "10", "that the search takes at most", .set = set_seconds},
    {"threads", "count", "0", "of the search; 0: as many as there are CPUs", .set = set_threads},
    {"seed", "count", "1", "of the search: the same seed and rounds give the same plan",
     .set = set_seed},
    {"rounds", "count", "0", "of the search at most, so that no clock decides; 0: no limit",
     .set = set_rounds},
    {"moves.per-host", "count", "2", "migrations of one host at once, coming and going",
     .set = set_per_host},
    {"moves.per-link", "count", "2", "migrations from one host to one other at once",
     .set = set_per_link},
    {"moves.at-once", "count", "32", "migrations in all at once", .set = set_at_once},
    {"moves.bandwidth", "bit rate", "5 Gbit/s [0.9 Gbit/s, 9.4 Gbit/s]",
     "for migrations of a host whose network is not known", .set = set_bandwidth},
    {"moves.network-share", "share", "70% [40%, 90%]",
     "of a host's network that its migrations take together", .set = set_network_share},
    {"moves.stream", "bit rate", "10 Gbit/s [5 Gbit/s, 20 Gbit/s]",
     "that one migration sends at most", .set = set_stream},
    {"moves.fixed", "duration", "2s [100ms, 5s]", "of a migration beside the time for its memory",
     .set = set_fixed},
    {"moves.fixed-downtime", "duration", "50ms [10ms, 200ms]",
     "of the downtime, for devices and the switch", .set = set_fixed_downtime},
    {"moves.dirty-rate", "size a second", "16 MiB/s [1 MiB/s, 128 MiB/s]",
     "memory that a guest writes anew, where it says nothing itself", .set = set_dirty_rate},
    {"moves.switch-on", "duration", "300s [120s, 600s]", "until a host that was off takes guests",
     .set = set_switch_on},
    {"moves.switch-off", "duration", "60s [10s, 180s]", "until an empty host is off",
     .set = set_switch_off},
    {"moves.downtime", "duration", "300ms", "that a migration may stop its guest for",
     .set = set_downtime},
    {"moves.rolling", "yes or no", "no",
     "each host is emptied, maintained and filled again, one after the other", .set = set_rolling},
    {"moves.maintenance", "duration", "30min", "of a host, for moves.rolling",
     .set = set_maintenance},
    {"moves.maintenance-by", "word", "",
     "label whose hosts of one value are maintained together, as rack", .set = set_maintenance_by},
    {"energy.price", "money", "0.20 [0.12, 0.35]", "price of a kWh", .set = set_energy_price},
    {"energy.pue", "number", "1.5 [1.2, 1.9]",
     "power usage effectiveness: energy of the whole site over that of its hosts", .set = set_pue},
    {0},
};
