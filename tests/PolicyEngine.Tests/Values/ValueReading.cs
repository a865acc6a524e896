using AiDesk.Policy.Text;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Tests.Values;

/// <summary>The values of a text, as digests under a key that is not secret.</summary>
internal static class ValueReading
{
    public static ulong[] Field(string text) => Read(text, (scan, views) => scan.Codes(views, everything: false));

    public static ulong[] Prose(string text) => Read(text, (scan, views) => scan.Codes(views, everything: true));

    public static ulong[] Addresses(string text) => Read(text, (scan, views) => scan.Addresses(views.Raw, views.Offset));

    public static ulong[] NameField(string text) => Read(text, (scan, views) => scan.NameInField(views));

    public static ulong[] NameProse(string text) => Read(text, (scan, views) => scan.NamesInProse(views));

    private static ulong[] Read(string text, Action<ValueScan, TextViews> read)
    {
        var scan = new ValueScan();
        scan.Found.Begin(ValueKey.Public, ValueLimits.Recorded, 0);
        var views = new TextViews();
        views.Prepare(text);
        do
        {
            read(scan, views);
        }
        while (views.Advance(text));
        foreach (var value in scan.Found.Items)
        {
            value.Start.ShouldBeInRange(0, text.Length);
            value.End.ShouldBeInRange(value.Start, text.Length);
        }

        return [.. scan.Found.Items.ToArray().Select(value => value.Digest)];
    }
}
