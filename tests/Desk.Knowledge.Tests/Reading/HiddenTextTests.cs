using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.KnowledgeTests.Reading;

public sealed class HiddenTextTests
{
    [Theory]
    [InlineData("<!-- SECRET -->")]
    [InlineData("<script>SECRET</script>")]
    [InlineData("<style>SECRET</style>")]
    [InlineData("<template><p>SECRET</p></template>")]
    [InlineData("<noscript>SECRET</noscript>")]
    [InlineData("<p hidden>SECRET</p>")]
    [InlineData("<p hidden='until-found'>SECRET</p>")]
    [InlineData("<p aria-hidden='TRUE '>SECRET</p>")]
    [InlineData("<dialog>SECRET</dialog>")]
    [InlineData("<div style='display:none'><p>SECRET</p></div>")]
    [InlineData("<div style='DISPLAY : /* x */ none !important'>SECRET</div>")]
    [InlineData("<div style='d\\isplay:none'>SECRET</div>")]
    [InlineData("<span style='visibility:hidden'>SECRET</span>")]
    [InlineData("<span style='color:red;opacity:0.0'>SECRET</span>")]
    [InlineData("<span style='font-size:0px'>SECRET</span>")]
    [InlineData("<span style='color:transparent'>SECRET</span>")]
    [InlineData("<span style='color:rgba(0,0,0,0)'>SECRET</span>")]
    [InlineData("<p style='position:absolute;left:-9999px'>SECRET</p>")]
    [InlineData("<p style='text-indent:-999em'>SECRET</p>")]
    [InlineData("<p style='clip:rect(0,0,0,0)'>SECRET</p>")]
    [InlineData("<p style='height:0;overflow:hidden'>SECRET</p>")]
    [InlineData("<p style='transform:scale(0)'>SECRET</p>")]
    [InlineData("<div hidden><table><tr><td></div>SECRET</td></tr></table>")]
    [InlineData("<svg><text>SECRET</text></svg>")]
    [InlineData("<select><option>SECRET</option></select>")]
    [InlineData("<textarea>SECRET</textarea>")]
    [InlineData("<input value='SECRET'><img alt='SECRET' title='SECRET'>")]
    [InlineData("<iframe srcdoc='SECRET'>SECRET</iframe>")]
    [InlineData("<nav>SECRET</nav>")]
    [InlineData("<b style='display:none'><p>SECRET</p></b>")]
    public void Read_HiddenInAPage_StaysOut(string hidden)
    {
        foreach (var (format, text) in new[] { (DocumentFormat.Html, $"<html><head><meta name=d content=SECRET></head><body><h1>Costs</h1><p>Seen.</p>{hidden}</body></html>"), (DocumentFormat.Markdown, $"# Costs\n\nSeen.\n\n{hidden}\n") })
        {
            var read = DocumentReader.Read(text, format);

            read.Title.ShouldBe("Costs");
            read.Blocks.ShouldContain(new TextBlock("Costs", "Seen."));
            string.Concat(read.Blocks).ShouldNotContain("SECRET");
        }
    }

    [Theory]
    [InlineData("a\0b", "ab")]
    [InlineData("a\u200bb\u2060c\u00add", "abcd")]
    [InlineData("a\U000E0041\U000E0042b", "ab")]
    [InlineData("a\u202eb\ufe0fc", "abc")]
    [InlineData("a\ufffeb\uffff", "ab")]
    [InlineData(" a \t b\r\n\r\n c ", "a b\nc")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u0000\u0001", "")]
    public void Normalise_WhatIsNotDrawn_IsNotKept(string text, string wanted) => VisibleText.Normalise(text).ShouldBe(wanted);

    [Fact]
    public void Normalise_HalfACharacter_IsReplaced() => VisibleText.Normalise("a" + (char)0xD800 + "b").ShouldBe("a\ufffdb");

    [Fact]
    public void Read_Page_KeepsWhatIsSeenUnderItsHeadings()
    {
        var read = DocumentReader.Read(
            """
            <title>Shop</title><body><form><h1>Returns</h1>Loose text<div>in a <b>box</b><br>and below</div>
            <h2>Costs <i>and more</i></h2><ul><li>One</li><li><p>Two</p><ol><li>Three</ol></ul>
            <table><tr><th>Size<th>Chest<tr><td><p>M</p><td>88 cm</table><pre>a
              b</pre><details><summary>More</summary>Folded</details></form>
            """,
            DocumentFormat.Html);

        read.Title.ShouldBe("Returns");
        read.Blocks.Select(block => block.Text).ShouldBe(["Loose text", "in a box\nand below", "One", "Two", "Three", "Size | Chest", "M | 88 cm", "a\nb", "More", "Folded"]);
        read.Blocks[2].Heading.ShouldBe("Returns > Costs and more");
    }
}
