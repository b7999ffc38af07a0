import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws curves of a table as a picture: {@code java Curves.java TABLE.csv PICTURE.svg NOTE}. Sizes stand on a logarithmic
 * axis, and so do figures that differ by more than a power of ten.
 */
public final class Curves {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 24;
    private static final int TOP = 52;
    private static final int BOTTOM = 58;
    private static final int NOTE = 34;
    private static final Map<String, String> AXES = Map.of(
            "batch", "messages a request",
            "connections", "connections, 50 messages a request",
            "drains", "drains, 50 messages a request",
            "rules", "rules that look for a text, 50 messages a request");

    private final StringBuilder svg = new StringBuilder();

    record Point(double size, double nanos) {}

    public static void main(String[] arguments) throws IOException {
        Map<String, List<Point>> curves = new LinkedHashMap<>();
        List<String> table = Files.readAllLines(Path.of(arguments[0]));
        for (String line : table.subList(1, table.size())) {
            String[] cells = line.split(",");
            curves.computeIfAbsent(cells[0], name -> new ArrayList<>())
                    .add(new Point(Double.parseDouble(cells[1]), Double.parseDouble(cells[2])));
        }
        Files.writeString(Path.of(arguments[1]), new Curves().draw(curves, arguments[2]));
    }

    private String draw(Map<String, List<Point>> curves, String note) {
        int rows = (curves.size() + 1) / 2;
        int height = rows * HEIGHT + NOTE;
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"13\" fill=\"#24292f\">",
                2 * WIDTH, height, 2 * WIDTH, height);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        int number = 0;
        for (Map.Entry<String, List<Point>> curve : curves.entrySet()) {
            add("<g transform=\"translate(%d %d)\">", number % 2 * WIDTH, number / 2 * HEIGHT);
            panel(AXES.getOrDefault(curve.getKey(), curve.getKey()), curve.getValue());
            add("</g>");
            number++;
        }
        add("<text x=\"%d\" y=\"%d\" font-size=\"12\" fill=\"#57606a\">%s</text>", LEFT, height - 14, escape(note));
        add("</svg>");
        return svg.toString();
    }

    private void panel(String title, List<Point> points) {
        Axis axis = Axis.of(points.stream().mapToDouble(Point::nanos).toArray());
        double largest = points.get(points.size() - 1).size();
        add("<text x=\"%d\" y=\"22\" font-weight=\"bold\">ns of CPU a message</text>", LEFT);
        add("<text x=\"%d\" y=\"40\" fill=\"#57606a\">by %s</text>", LEFT, escape(title));
        for (double nanos : axis.marks()) {
            double y = y(axis, nanos);
            String colour = y == HEIGHT - BOTTOM ? "#57606a" : "#d8dee4";
            add("<path d=\"M%d %.1fH%d\" stroke=\"%s\"/>", LEFT, y, WIDTH - RIGHT, colour);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,.0f</text>", LEFT - 8, y + 4, nanos);
        }
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.length() == 0 ? 'M' : 'L')
                    .append(number(x(point.size(), largest)))
                    .append(' ')
                    .append(number(y(axis, point.nanos())));
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"#0969da\" stroke-width=\"2\"/>", path);
        for (Point point : points) {
            double x = x(point.size(), largest);
            double y = y(axis, point.nanos());
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"#0969da\"/>", x, y);
            add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"12\" fill=\"#0550ae\" stroke=\"#ffffff\""
                            + " stroke-width=\"4\" paint-order=\"stroke\">%,.0f</text>",
                    x, y - 9, point.nanos());
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>", x, HEIGHT - BOTTOM + 20, point.size());
        }
    }

    /** The upright axis: where it starts and ends, and the round numbers on it. */
    private record Axis(boolean logarithmic, double bottom, double top, List<Double> marks) {
        static Axis of(double[] values) {
            double least = Arrays.stream(values).min().orElse(0);
            double most = Arrays.stream(values).max().orElse(1);
            return most > 10 * least ? logarithmic(least, most) : linear(most);
        }

        /** About five marks from 0 on. */
        private static Axis linear(double most) {
            double magnitude = Math.pow(10, Math.floor(Math.log10(most / 5)));
            double step = magnitude;
            for (int factor : new int[] {2, 5, 10}) {
                step = most / step <= 6 ? step : factor * magnitude;
            }
            List<Double> marks = new ArrayList<>();
            double mark = 0;
            for (; mark < most * 1.08 + step; mark += step) {
                marks.add(mark);
            }
            return new Axis(false, 0, marks.get(marks.size() - 1), marks);
        }

        /** Marks at 1, 2 and 5 of each power of ten. */
        private static Axis logarithmic(double least, double most) {
            List<Double> marks = new ArrayList<>();
            double power = Math.pow(10, Math.floor(Math.log10(least)));
            for (; marks.isEmpty() || marks.get(marks.size() - 1) < most; power *= 10) {
                for (int factor : new int[] {1, 2, 5}) {
                    if (factor * power * 2.5 > least && (marks.isEmpty() || marks.get(marks.size() - 1) < most * 1.08)) {
                        marks.add(factor * power);
                    }
                }
            }
            return new Axis(true, marks.get(0), marks.get(marks.size() - 1), marks);
        }

        double share(double value) {
            return logarithmic ? Math.log(value / bottom) / Math.log(top / bottom) : value / top;
        }
    }

    private static double x(double size, double largest) {
        int inset = 16;
        return LEFT + inset + Math.log(size) / Math.log(largest) * (WIDTH - LEFT - RIGHT - 2 * inset);
    }

    private static double y(Axis axis, double nanos) {
        return HEIGHT - BOTTOM - axis.share(nanos) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
