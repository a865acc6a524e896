namespace AiDesk.Policy.Text;

/// <summary>The scoring views of one text, in buffers that are reused. Law 7: views judge, they are never passed on.</summary>
public sealed partial class TextViews
{
}
