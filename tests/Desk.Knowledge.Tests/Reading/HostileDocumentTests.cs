using System.Diagnostics;
using System.Globalization;
using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.V1;
using Xunit.Abstractions;

namespace AiDesk.Desk.KnowledgeTests.Reading;

/// <summary>A megabyte of each, read on a thread with a small stack: read or refused in words, and never the end of the process.</summary>
public sealed class HostileDocumentTests(ITestOutputHelper output)
{
    private const int Size = DocumentReader.SizeLimit;

    private static readonly (string Name, DocumentFormat Format, Func<string> Make)[] Documents =
    [
        ("100,000 nested spans", DocumentFormat.Html, () => Many("<span>", 600_000) + "x"), ("nested divs", DocumentFormat.Html, () => Many("<div>", Size) + "x"),
        ("links in links", DocumentFormat.Html, () => Many("<a><div>", Size)), ("bold that is never closed", DocumentFormat.Html, () => Many("<b><p>x", Size)),
        ("fonts, then paragraphs", DocumentFormat.Html, () => string.Concat(Enumerable.Range(0, 20_000).Select(number => $"<font x={number}>")) + Many("<p>x", Size / 2)),
        ("ends that fit nothing", DocumentFormat.Html, () => Many("<div></x>", Size)), ("elements kept open in boxes", DocumentFormat.Html, () => Many("<div><marquee></div></marquee>", Size)),
        ("tables in tables", DocumentFormat.Html, () => Many("<table><td>", Size)), ("forms", DocumentFormat.Html, () => Many("<form><div></form>", Size)),
        ("comments", DocumentFormat.Html, () => Many("<!--", Size)), ("attributes", DocumentFormat.Html, () => "<p " + string.Concat(Enumerable.Range(0, 90_000).Select(number => $"a{number} ")) + ">x"),
        ("list items", DocumentFormat.Html, () => Many("<li>x", Size)), ("a style of a megabyte", DocumentFormat.Html, () => $"<p style='{Many("/*a:b;", Size - 100)}'>x"), ("headings", DocumentFormat.Html, () => Many("<h1>x</h1>y", Size)),
        ("one heading", DocumentFormat.Html, () => $"<h1>{new string('h', Size / 2)}</h1>{Many("<p>x", Size / 3)}"), ("one word", DocumentFormat.Text, () => new string('x', Size)), ("one sentence", DocumentFormat.Text, () => Many("word ", Size)),
        ("emoji", DocumentFormat.Text, () => Many("🙂", Size / 2)), ("paragraphs", DocumentFormat.Text, () => string.Concat(Enumerable.Range(0, 90_000).Select(number => $"{number}\n\n"))), ("accents", DocumentFormat.Text, () => Many("\u0301", Size / 2)),
        ("links that are never closed", DocumentFormat.Markdown, () => Many("[a](", Size)), ("a few of them", DocumentFormat.Markdown, () => Many("[a](", 36_000)), ("brackets", DocumentFormat.Markdown, () => Many("[", Size)),
        ("definitions", DocumentFormat.Markdown, () => Many("[a]: b\n", Size)), ("quotes", DocumentFormat.Markdown, () => Many("> ", Size)), ("lists in lists", DocumentFormat.Markdown, () => Many("- ", Size)),
        ("emphasis", DocumentFormat.Markdown, () => Many("*a**b", Size)), ("underscores", DocumentFormat.Markdown, () => Many("_a __b ", Size)), ("ticks", DocumentFormat.Markdown, () => string.Concat(Enumerable.Range(1, 1200).Select(number => new string('`', number) + "a "))),
        ("a wide table", DocumentFormat.Markdown, () => Many("|a", Size / 3) + "\n" + Many("|-", Size / 3) + "\n" + Many("|b", Size / 3)), ("markup", DocumentFormat.Markdown, () => Many("<div>", Size)), ("headings", DocumentFormat.Markdown, () => Many("# a\n", Size)),
    ];

    [Fact]
    public async Task Read_AMegabyteOfAnything_IsReadOrRefused()
    {
        output.WriteLine("| Hostile document | format | outcome | ms |\n| --- | --- | --- | --- |");
        foreach (var (name, format, make) in Documents)
        {
            var text = make();
            var done = new TaskCompletionSource<string>();
            var watch = Stopwatch.StartNew();
            new Thread(
                () =>
                {
                    try
                    {
                        var passages = Chunker.Part(DocumentReader.Read(text, format));
                        passages.ShouldAllBe(passage => passage.Text.Length > 0 && passage.Text.Length <= Chunker.Longest && passage.Heading.Length <= 1300 && passage.Text.IsNormalized());
                        done.SetResult(passages.Count.ToString(CultureInfo.InvariantCulture) + " passages");
                    }
                    catch (FormatException refused)
                    {
                        done.SetResult(refused.Message);
                    }
                    catch (Exception fault)
                    {
                        done.SetException(fault);
                    }
                },
                512 * 1024).Start();
            var outcome = await done.Task;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {format} | {outcome} | {watch.ElapsedMilliseconds} |"));
        }
    }

    [Fact]
    public void Decode_WhatIsNoText_IsRefused()
    {
        Should.Throw<FormatException>(() => DocumentReader.Decode([0x61, 0xC3, 0x28])).Message.ShouldBe("is not UTF-8");
        Should.Throw<FormatException>(() => DocumentReader.Decode(new byte[Size + 1])).Message.ShouldBe("is longer than 1 MiB");
        DocumentReader.Decode([0xEF, 0xBB, 0xBF, 0x61]).ShouldBe("a");
        Should.Throw<FormatException>(() => DocumentReader.Read("\0\u200b", DocumentFormat.Text)).Message.ShouldBe("has no text");
        DocumentReader.IsTooLong(new string('é', (Size / 2) + 1)).ShouldBeTrue();
    }

    private static string Many(string part, int size) => string.Concat(Enumerable.Repeat(part, size / part.Length));
}
