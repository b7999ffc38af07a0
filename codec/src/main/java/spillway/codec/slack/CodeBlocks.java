package spillway.codec.slack;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays lines out in code blocks, code blocks in parts. Nothing is cut while all fits; else the longest lines give way first,
 * and what still has no room becomes {@code … 1,234 more lines, 37 distinct} at the end.
 */
final class CodeBlocks {
    /** A fence's two ends and the JSON around a section, as weight. */
    static final int AROUND_BLOCK = 80;

    /** Kept free in the last part for the remark on what is left out. */
    private static final int REMARK = 100;

    private final Room room;
    private final String noun;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder block = new StringBuilder();
    private List<String> blocks = new ArrayList<>();
    private long shown;
    private Cursor cursor;

    private CodeBlocks(Room room, String noun) {
        this.room = room;
        this.noun = noun;
        this.cursor = new Cursor(room, 0, 0, 0, room.block());
    }

    /**
     * How much there is, as weight.
     *
     * @param block of the text in one code block
     * @param part of all code blocks of one part, with {@link #AROUND_BLOCK} for each
     * @param parts how many parts
     */
    record Room(int block, int part, int parts) {}

    /** The code blocks of one payload, without fences, and how many messages they show. */
    record Part(List<String> blocks, long shown) {}

    /** Where the next line goes: part and block by number, and how much of each is used. */
    private record Cursor(Room room, int part, int block, int partUsed, int blockUsed) {
        int partLeft() {
            return room.part() - partUsed - (part == room.parts() - 1 ? REMARK : 0);
        }

        int blockLeft() {
            return Math.min(room.block() - blockUsed, partLeft());
        }

        boolean isLastPart() {
            return part >= room.parts() - 1;
        }

        boolean isBeyond() {
            return part >= room.parts();
        }

        /** The most that all the rest can take; a bit less, as blocks never fill up. */
        int left() {
            return (partLeft() + (room.parts() - 1 - part) * room.part() - AROUND_BLOCK) * 4 / 5;
        }

        /** The most that one block can take. */
        int most() {
            return isLastPart()
                    ? Math.max(blockLeft(), Math.min(room.block(), partLeft() - AROUND_BLOCK))
                    : room.block();
        }

        Cursor plus(int weight) {
            if (weight <= blockLeft()) {
                return new Cursor(room, part, block, partUsed + weight, blockUsed + weight);
            }
            if (weight + AROUND_BLOCK <= partLeft()) {
                return new Cursor(room, part, block + 1, partUsed + AROUND_BLOCK + weight, weight);
            }
            return new Cursor(room, part + 1, block + 1, AROUND_BLOCK + weight, weight);
        }

        Cursor nextPart() {
            return new Cursor(room, part + 1, block, 0, room.block());
        }

        /** What doesn't fit into the rest of a block or part, but whole into the next one, starts there. */
        Cursor together(int weight) {
            if (weight <= blockLeft() || weight > room.block()) {
                return this;
            }
            if (weight + AROUND_BLOCK <= partLeft()) {
                return new Cursor(room, part, block, partUsed, room.block());
            }
            return isLastPart() || partUsed == 0 ? this : nextPart();
        }
    }

    /** Fits as many as there is room for; {@code noun} is what one of those left out is called. */
    static List<Part> fit(List<CodeLine> lines, Room room, String noun) {
        CodeBlocks layout = new CodeBlocks(room, noun);
        int limit = commonLimit(lines, room);
        int i = 0;
        while (i < lines.size() && layout.add(lines.get(i), limit)) {
            i++;
        }
        layout.remarkOn(lines.subList(i, lines.size()));
        layout.endPart();
        return layout.parts;
    }

    /** The weight that no line may exceed so that all fit: the short ones stay whole, the long ones share what is left. */
    private static int commonLimit(List<CodeLine> lines, Room room) {
        int[] weights = lines.stream()
                .mapToInt(line -> line.weight(room.block()))
                .sorted()
                .toArray();
        // Blocks and parts never fill up to the last octet.
        int left = room.parts() * (room.part() - AROUND_BLOCK) * 9 / 10 - REMARK;
        for (int i = 0; i < weights.length; i++) {
            int share = left / (weights.length - i);
            if (weights[i] > share) {
                return Math.max(share, CodeLine.LEAST);
            }
            left -= weights[i];
        }
        return Integer.MAX_VALUE;
    }

    private boolean add(CodeLine line, int limit) {
        int[] limits = {limit, Math.min(limit, cursor.left()), Math.min(limit, cursor.most() - REMARK)};
        for (int lower : limits) {
            if (lower >= CodeLine.LEAST) {
                List<String> physical = withRemark(line, line.lines(room.block(), lower));
                if (fits(physical)) {
                    cursor = cursor.together(CodeLine.weight(physical));
                    physical.forEach(this::place);
                    shown += line.messages();
                    return true;
                }
            }
        }
        return false;
    }

    private List<String> withRemark(CodeLine line, List<String> physical) {
        if (line.omitted() == 0) {
            return physical;
        }
        List<String> all = new ArrayList<>(physical);
        all.add(PostTimes.more(line.omitted(), line.omittedDistinct(), noun));
        return all;
    }

    private boolean fits(List<String> physical) {
        Cursor at = cursor.together(CodeLine.weight(physical));
        for (String one : physical) {
            at = at.plus(CodeLine.weight(List.of(one)));
            if (at.isBeyond()) {
                return false;
            }
        }
        return true;
    }

    private void place(String physical) {
        Cursor next = cursor.plus(CodeLine.weight(List.of(physical)));
        if (next.block() != cursor.block()) {
            endBlock();
        }
        while (parts.size() < next.part()) {
            endPart();
        }
        cursor = next;
        block.append(block.isEmpty() ? "" : "\n").append(physical);
    }

    private void endBlock() {
        if (!block.isEmpty()) {
            blocks.add(block.toString());
            block.setLength(0);
        }
    }

    private void endPart() {
        endBlock();
        parts.add(new Part(blocks, shown));
        blocks = new ArrayList<>();
        shown = 0;
    }

    private void remarkOn(List<CodeLine> rest) {
        long messages = 0;
        long distinct = 0;
        for (CodeLine line : rest) {
            messages += line.messages() + line.omitted();
            distinct += 1 + line.omittedDistinct();
        }
        if (messages > 0) {
            // REMARK is kept free for this one.
            String remark = PostTimes.more(messages, distinct, noun);
            block.append(block.isEmpty() ? "" : "\n").append(remark);
        }
    }
}
