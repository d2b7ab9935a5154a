// SPDX-License-Identifier: GPL-3.0-or-later
// Asks by RTM_GETQDISC (rtnetlink(7), linux/gen_stats.h) and adds up by interface.
#include "collector/qdisc.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/gen_stats.h>
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// The kernel fills at most this in one answer (netlink(7): 32 KiB since Linux 4.9).
enum { ANSWER_BYTES = 1 << 16, PATIENCE_S = 2 };

void qdisc_list_done(struct qdisc_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->qdiscs[i].interface);
    free(list->qdiscs);
    *list = (struct qdisc_list){0};
}

static struct qdisc *qdisc_of(struct qdisc_list *list, const char *interface)
{
    // Answers come interface by interface: the last one is the most likely.
    for (size_t i = list->count; i-- > 0;)
        if (strcmp(list->qdiscs[i].interface, interface) == 0)
            return &list->qdiscs[i];
    list->qdiscs = alloc_resized(list->qdiscs, list->count + 1, sizeof *list->qdiscs);
    list->qdiscs[list->count] = (struct qdisc){.interface = alloc_copy(interface)};
    return &list->qdiscs[list->count++];
}

static void add_queue(struct qdisc_list *list, int index, const struct rtattr *attribute)
{
    char name[IF_NAMESIZE];
    struct gnet_stats_queue queue = {0};
    size_t length = RTA_PAYLOAD(attribute);
    memcpy(&queue, RTA_DATA(attribute), length < sizeof queue ? length : sizeof queue);
    // Gone since the kernel answered.
    if (!if_indextoname((unsigned)index, name))
        return;
    struct qdisc *qdisc = qdisc_of(list, name);
    qdisc->drops += queue.drops;
    qdisc->overlimits += queue.overlimits;
    qdisc->backlog_bytes += queue.backlog;
}

static void take_message(struct qdisc_list *list, const struct nlmsghdr *header)
{
    const struct tcmsg *message = NLMSG_DATA(header);
    if (header->nlmsg_type != RTM_NEWQDISC || header->nlmsg_len < NLMSG_LENGTH(sizeof *message) ||
        (message->tcm_parent != TC_H_ROOT && message->tcm_parent != TC_H_INGRESS))
        return;
    size_t left = header->nlmsg_len - NLMSG_LENGTH(sizeof *message);
    for (const struct rtattr *at = TCA_RTA(message); RTA_OK(at, left); at = RTA_NEXT(at, left)) {
        if (at->rta_type != TCA_STATS2)
            continue;
        size_t inner = RTA_PAYLOAD(at);
        for (const struct rtattr *stat = RTA_DATA(at); RTA_OK(stat, inner);
             stat = RTA_NEXT(stat, inner))
            if (stat->rta_type == TCA_STATS_QUEUE)
                add_queue(list, message->tcm_ifindex, stat);
    }
}

static int ask(int fd)
{
    struct {
        struct nlmsghdr header;
        struct tcmsg message;
    } request = {
        .header = {.nlmsg_len = sizeof request,
                   .nlmsg_type = RTM_GETQDISC,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .message = {.tcm_family = AF_UNSPEC},
    };
    return send(fd, &request, sizeof request, 0) < 0 ? -errno : 0;
}

// One answer of the kernel. 1 when more is to come, 0 at the end, or negative errno.
static int take_answer(int fd, char *answer, struct qdisc_list *list)
{
    ssize_t got = recv(fd, answer, ANSWER_BYTES, 0);
    if (got <= 0)
        return got < 0 ? -errno : -EIO;
    size_t left = (size_t)got;
    for (const struct nlmsghdr *at = (const struct nlmsghdr *)answer; NLMSG_OK(at, left);
         at = NLMSG_NEXT(at, left)) {
        if (at->nlmsg_type == NLMSG_DONE)
            return 0;
        if (at->nlmsg_type == NLMSG_ERROR)
            return ((const struct nlmsgerr *)NLMSG_DATA(at))->error;
        take_message(list, at);
    }
    return 1;
}

static int read_kernel(struct qdisc_list *list, struct err *err)
{
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    scope_close int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    scope_free char *answer = alloc_zeroed(1, ANSWER_BYTES);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0)
        return err_system(err, errno, "rtnetlink, for queue disciplines");
    int result = ask(fd);
    if (result == 0)
        do
            result = take_answer(fd, answer, list);
        while (result > 0);
    return result < 0 ? err_system(err, -result, "rtnetlink, for queue disciplines") : 0;
}

char *qdisc_text(const struct qdisc_list *list)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < list->count; i++)
        strbuf_printf(&text, "%s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", list->qdiscs[i].interface,
                      list->qdiscs[i].drops, list->qdiscs[i].overlimits,
                      list->qdiscs[i].backlog_bytes);
    return strbuf_take(&text);
}

// Cuts the next word off; NULL at the end of the line.
static char *next_word(char **more)
{
    return strtok_r(NULL, " \t", more);
}

static void parse_line(char *line, struct qdisc_list *list)
{
    char *more = NULL;
    uint64_t numbers[3];
    const char *interface = strtok_r(line, " \t", &more);
    for (int i = 0; i < 3; i++) {
        const char *word = interface ? next_word(&more) : NULL;
        if (!word || procfs_digits(word, &numbers[i]) < 0)
            return;
    }
    struct qdisc *qdisc = qdisc_of(list, interface);
    qdisc->drops = numbers[0];
    qdisc->overlimits = numbers[1];
    qdisc->backlog_bytes = numbers[2];
}

void qdisc_parse(const char *text, struct qdisc_list *ret_list)
{
    struct qdisc_list list = {0};
    scope_free char *copy = alloc_copy(text);
    char *more = NULL;
    for (char *line = strtok_r(copy, "\n", &more); line; line = strtok_r(NULL, "\n", &more))
        parse_line(line, &list);
    *ret_list = list;
}

static int read_captured(const struct procfs *procfs, struct qdisc_list *list, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(procfs, QDISC_CAPTURED, &text, err);
    if (result == 0)
        qdisc_parse(text, list);
    return result;
}

int qdisc_read(const struct procfs *procfs, struct qdisc_list *ret_list, struct err *err)
{
    scope_qdisc_list struct qdisc_list list = {0};
    int result = *procfs->root ? read_captured(procfs, &list, err) : read_kernel(&list, err);
    if (result < 0)
        return result;
    *ret_list = list;
    list = (struct qdisc_list){0};
    return 0;
}
