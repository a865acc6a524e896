namespace AiDesk.Policy.Policies.Documents;

internal sealed class ListNode : PolicyNode
{
    public ListNode(SourcePlace place, IReadOnlyList<PolicyNode> items)
        : base(place)
    {
        Items = items;
        for (var i = 0; i < items.Count; i++)
        {
            items[i].Parent = this;
            items[i].Index = i;
        }
    }

    public IReadOnlyList<PolicyNode> Items { get; }

    public override string Noun => "a list";
}
