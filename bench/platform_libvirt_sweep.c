// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a dead run's domains by their mark.
#include "bench/platform_libvirt.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/domain_xml.h"
#include "collector/vir.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// Ours is a domain whose metadata carries this mark; everybody else's is left alone.
static bool destroy_if_marked(virDomainPtr domain, const char *mark)
{
    char *xml = virDomainGetXMLDesc(domain, 0);
    scope_free char *theirs = xml ? domain_xml_mark(xml) : NULL;
    free(xml);
    return theirs && strcmp(theirs, mark) == 0 && virDomainDestroy(domain) == 0;
}

int platform_libvirt_sweep(const char *uri, const char *mark, size_t *ret_removed, struct err *err)
{
    virConnectPtr connection;
    int result = vir_open(uri, &connection, err);
    if (result < 0)
        return result;
    virDomainPtr *domains = NULL;
    int count = virConnectListAllDomains(connection, &domains, 0);
    size_t removed = 0;
    for (int i = 0; i < count; i++) {
        removed += destroy_if_marked(domains[i], mark);
        virDomainFree(domains[i]);
    }
    free(domains);
    vir_close(connection);
    *ret_removed = removed;
    return count < 0 ? vir_fail(err, uri) : 0;
}
