using System.Globalization;
using System.Text;

namespace AiDesk.Policy.Policies.Documents;

/// <summary>A value of a document with the place that it was written at. Immutable once read: bases are shared by the tenants that extend them.</summary>
internal abstract class PolicyNode(SourcePlace place)
{
    public SourcePlace Place { get; } = place;

    /// <summary>The map or list that holds it; null for the root.</summary>
    public PolicyNode? Parent { get; internal set; }

    /// <summary>Its key in a map; empty in a list and for the root.</summary>
    public string Key { get; internal set; } = "";

    /// <summary>Its index in a list.</summary>
    public int Index { get; internal set; }

    /// <summary>What it is, for messages.</summary>
    public abstract string Noun { get; }

    /// <summary>As <c>tools.send_message.level</c> or <c>limits[2].rate</c>. Only wanted for errors, so it is put together on demand.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            Append(path);
            return path.ToString();
        }
    }

    private void Append(StringBuilder path)
    {
        if (Parent is null)
        {
            return;
        }

        Parent.Append(path);
        if (Parent is ListNode)
        {
            path.Append('[').Append(Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            return;
        }

        if (path.Length > 0)
        {
            path.Append('.');
        }

        path.Append(Quoted.Plain(Key));
    }
}
