package spillway.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Handles POSIX signals. The JDK's own class for it is not part of its documented interface, and the compiler says so in a
 * warning that can't be silenced: so it is reached by name.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code action} whenever the signal comes, instead of what the JVM does by itself.
     *
     * @param name without SIG, as {@code TERM}
     */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException notToBeHad) {
            throw new IllegalStateException("signal: " + name, notToBeHad.getCause());
        } catch (ReflectiveOperationException otherJvm) {
            throw new IllegalStateException("signal: " + name + " (expected: a JVM with sun.misc.Signal)", otherJvm);
        }
    }
}
