using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Stack traces: lines that are frames in the grammar of some language (<see cref="StackFrames"/>), with their header lines.</summary>
internal static class StackTraceScan
{
    /// <summary>Frames that make a trace on their own; one is enough behind a header line.</summary>
    private const int MinFrames = 2;

    /// <summary>Lines between two frames that still belong to the trace: source lines, "... 12 more".</summary>
    private const int MaxBetween = 3;

    /// <summary>A trace begins at a line of at most so many characters, or with the sign of a frame in a longer one.</summary>
    private const int MaxLine = StreamAnchors.MaxChars;

    /// <summary>Of a longer line, what before the first sign of a frame belongs to the trace.</summary>
    private const int MaxBefore = 128;

    /// <summary>Every frame has one of these in its line, or begins its line as <see cref="BeginsFrame"/> says.</summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        [
            "File \"", "goroutine ", ".go:", ".rs:", ".rb:", ".php", ".js:", ".ts:", ".mjs:", ".dart", ".java:", ".kt:", ".scala:", ".groovy:", ".clj:", ".cs:line", ".ex:", ".exs:",
            ".pl line", ".pm line", " 0x", " of linked script", " of inline#",
        ],
        StringComparison.Ordinal);

    /// <summary>A line is a frame by its beginning or by a sign in it, its header stands before it, and the trace is open until other lines follow.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.stack_trace", MaxLine, OpenFrom);

    public static void Run(in LeakScan scan)
    {
        var trace = default(Trace);
        foreach (var line in new Lines(scan.Text))
        {
            if (Next(scan.Text, line, ref trace) is { Frames: > 0 } ended)
            {
                Report(scan, ended);
            }
        }

        Report(scan, trace);
    }

    /// <summary>The trace, the header or the line that may become one.</summary>
    private static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        var start = text[..from].LastIndexOf('\n') + 1;
        var trace = default(Trace);
        var (last, header) = (start, text.Length);
        foreach (var line in new Lines(text[start..]))
        {
            last = start + line.Start;
            if (last + line.Length == text.Length)
            {
                break;
            }

            Next(text, new Line(last, line.Length, line.Previous < 0 ? -1 : start + line.Previous), ref trace);
            header = line.Length <= MaxLine && StackFrames.IsHeader(text.Slice(last, line.Length).Trim()) ? last : text.Length;
            last = text.Length;
        }

        var open = Math.Min(trace.Frames > 0 ? trace.Start : text.Length, Math.Min(header, last < text.Length ? MayStart(text, last, text.Length) : text.Length));
        return Math.Max(from, open);
    }

    /// <summary>Where a frame would begin in a line that has not ended; <paramref name="none"/> when nothing says that it is one.</summary>
    private static int MayStart(ReadOnlySpan<char> text, int line, int none)
    {
        var content = text[line..];
        if (content.Trim(StackFrames.Margins).Length > StackFrames.MaxChars)
        {
            return none;
        }

        return BeginsFrame(content) ? line : content.IndexOfAny(Signs) is >= 0 and var sign ? CharClasses.Whole(text, line + Math.Max(0, sign - MaxBefore)) : none;
    }

    /// <summary>The trace that this line has ended; empty while it goes on.</summary>
    private static Trace Next(ReadOnlySpan<char> text, in Line line, ref Trace trace)
    {
        var content = text.Slice(line.Start, line.Length).TrimEnd('\r');
        var frame = BeginsFrame(content) || content.ContainsAny(Signs) || (content.Length <= MaxLine && content.Contains('@')) ? StackFrames.LanguageOf(content.Trim(StackFrames.Margins)) : StackLanguage.None;
        if (frame != StackLanguage.None)
        {
            if (trace.Frames == 0)
            {
                trace = Begin(text, line, content, frame);
            }

            trace.Frames++;
            trace.End = line.Start + content.Length;
            trace.Between = 0;
        }
        else if (trace.Frames > 0 && ++trace.Between > MaxBetween)
        {
            var ended = trace;
            trace = default;
            return ended;
        }

        return default;
    }

    /// <summary><c>at …</c>, <c>#0 …</c>, <c>1: core::…</c></summary>
    private static bool BeginsFrame(ReadOnlySpan<char> line)
    {
        line = line.TrimStart(StackFrames.Margins);
        if (line.StartsWith("at ", StringComparison.Ordinal) || line.StartsWith("Line ", StringComparison.Ordinal) || (line.Length > 1 && line[0] == '#' && char.IsAsciiDigit(line[1])))
        {
            return true;
        }

        var digits = CharClasses.RunLength(line, 0, Alphabet.Digit, 4);
        return digits > 0 && line[digits..].StartsWith(": ", StringComparison.Ordinal) && !line[(digits + 2)..].Contains(' ');
    }

    /// <summary>A trace begins at its first frame, or at the header line before it.</summary>
    private static Trace Begin(ReadOnlySpan<char> text, in Line line, ReadOnlySpan<char> content, StackLanguage language)
    {
        var before = line.Previous >= 0 && line.Start - line.Previous <= MaxLine + 1 ? text[line.Previous..line.Start] : default;
        var header = before.Trim();
        var isHeader = StackFrames.IsHeader(header);
        var first = line.Start;
        if (content.Length > MaxLine && !BeginsFrame(content))
        {
            first = CharClasses.Whole(text, first + Math.Max(0, content.IndexOfAny(Signs) - MaxBefore));
        }

        return new Trace
        {
            Start = isHeader ? line.Previous + before.IndexOf(header, StringComparison.Ordinal) : first + FirstVisible(text[first..]),
            HasHeader = isHeader,
            Language = language,
        };
    }

    private static int FirstVisible(ReadOnlySpan<char> text) => Math.Max(0, text.IndexOfAnyExcept(" \t\r\n"));

    private static void Report(in LeakScan scan, in Trace trace)
    {
        if (trace.Frames >= MinFrames || (trace.Frames == 1 && (trace.HasHeader || StackFrames.IsUnmistakable(trace.Language))))
        {
            scan.Add(StackFrames.CodeOf(trace.Language), trace.Start, trace.End);
        }
    }

    private struct Trace
    {
        public int Start;
        public int End;
        public int Frames;
        public int Between;
        public bool HasHeader;
        public StackLanguage Language;
    }

    /// <param name="Start">First character.</param>
    /// <param name="Length">Without its line end.</param>
    /// <param name="Previous">First character of the line before; -1 for the first.</param>
    private readonly record struct Line(int Start, int Length, int Previous);

    private ref struct Lines(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _next;

        public Line Current { get; private set; } = new(-1, 0, -1);

        public readonly Lines GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next >= _text.Length)
            {
                return false;
            }

            var length = _text[_next..].IndexOf('\n');
            length = length < 0 ? _text.Length - _next : length;
            Current = new Line(_next, length, Current.Start);
            _next += length + 1;
            return true;
        }
    }
}
