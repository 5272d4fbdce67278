package com.example.orders;

import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Warehouse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Loads what the shop has exported. A load that fails leaves yesterday's rows. */
@Component
class NightlyLoad {

    private static final Logger LOG = LoggerFactory.getLogger(NightlyLoad.class);

    private final Warehouse warehouse;
    private final String source;

    NightlyLoad(Warehouse warehouse, @Value("${orders.source}") String source) {
        this.warehouse = warehouse;
        this.source = source;
    }

    @Scheduled(cron = "${orders.load}")
    LoadReport load() {
        LoadReport report = warehouse.load(OrdersPipeline.from(source));
        LOG.info("{}", report);
        return report;
    }
}
