package spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LossLedgerTest {
    private static final String SINCE = "2024-01-01T00:00:00+00:00";
    private final LossLedger ledger = new LossLedger();

    @Test
    void fresh_countsNoticeOnce_howeverOftenItComes() {
        assertEquals(12, ledger.fresh("shop", "", "L10", SINCE, 12));
        assertEquals(0, ledger.fresh("shop", "", "L10", SINCE, 12));
    }

    @Test
    void fresh_countsWhatIsNew_whenTheNoticeHasGrown() {
        assertEquals(12, ledger.fresh("shop", "", "L10", SINCE, 12));
        assertEquals(8, ledger.fresh("shop", "", "L10", SINCE, 20));
        assertEquals(0, ledger.fresh("shop", "", "L10", SINCE, 12));
        assertEquals(1, ledger.fresh("shop", "", "L10", SINCE, 21));
    }

    @Test
    void fresh_tellsDrainsCodesAndTimesApart() {
        assertEquals(5, ledger.fresh("shop", "", "L10", SINCE, 5));
        assertEquals(5, ledger.fresh("shop", "api", "L10", SINCE, 5));
        assertEquals(5, ledger.fresh("billing", "", "L10", SINCE, 5));
        assertEquals(5, ledger.fresh("shop", "", "L12", SINCE, 5));
        assertEquals(5, ledger.fresh("shop", "", "L10", "2024-01-02T00:00:00+00:00", 5));
    }
}
