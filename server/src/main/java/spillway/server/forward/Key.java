package spillway.server.forward;

import java.util.List;
import spillway.server.config.Configuration.GroupKey;

/** What the messages of a group share; a part that {@code group.by} does not name is empty. */
record Key(int severityClass, String drain, String label, String app, String process, String code) {
    /** Everything that finds no group of its own. */
    static final Key OTHER = new Key(-1, "", "", "", "", "other");

    /** Everything that leaves together while there is a flood, or after a pause. */
    static final Key ALL = new Key(-1, "", "", "", "", "all");

    private static final int CRITICAL = 2;

    /** Whether it stands for messages of many keys. */
    boolean isShared() {
        return equals(ALL) || equals(OTHER);
    }

    static Key of(AcceptedMessage message, List<GroupKey> by) {
        int severityClass = -1;
        String drain = "";
        String label = "";
        String app = "";
        String process = "";
        String code = "";
        for (GroupKey key : by) {
            switch (key) {
                case SEVERITY ->
                    severityClass = Math.max(CRITICAL, message.severity().code());
                case DRAIN -> drain = message.drain();
                case APP -> {
                    drain = message.drain();
                    label = message.label();
                    app = message.app();
                }
                case PROCESS -> process = message.process();
                case PROCESS_TYPE -> process = process.isEmpty() ? message.processType() : process;
                case CODE -> code = message.code() == null ? "" : message.code();
            }
        }
        return new Key(severityClass, drain, label, app, process, code);
    }
}
