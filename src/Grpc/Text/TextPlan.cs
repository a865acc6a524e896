using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Grpc.Text;

/// <summary>Which fields of a message are text, or lead to text. Built once per message descriptor, shared, immutable after that.</summary>
internal sealed class TextPlan
{
    private static readonly ConcurrentDictionary<MessageDescriptor, TextPlan?> Plans = new();

    private TextFieldPlan[] _byNumber = [];
    private Dictionary<int, TextFieldPlan>? _sparse;

    private TextPlan()
    {
    }

    /// <summary>The plan of a message, or null when no text can be reached from it.</summary>
    public static TextPlan? For(MessageDescriptor descriptor)
        => Plans.GetOrAdd(descriptor, static d => ReachesText(d, []) ? Build(d, []) : null);

    /// <summary>The plan of a field; <see cref="TextFieldKind.None"/> for one to skip.</summary>
    public TextFieldPlan Field(int number)
    {
        var dense = _byNumber;
        if ((uint)number < (uint)dense.Length)
        {
            return dense[number];
        }

        return _sparse is not null && _sparse.TryGetValue(number, out var field) ? field : default;
    }

    private static TextPlan Build(MessageDescriptor descriptor, Dictionary<MessageDescriptor, TextPlan> built)
    {
        if (built.TryGetValue(descriptor, out var plan))
        {
            return plan;
        }

        plan = new TextPlan();
        built.Add(descriptor, plan);
        const int densest = 256;
        foreach (var field in descriptor.Fields.InFieldNumberOrder())
        {
            var fieldPlan = PlanOf(field, built);
            if (fieldPlan.Kind == TextFieldKind.None)
            {
                continue;
            }

            if (field.FieldNumber < densest)
            {
                if (plan._byNumber.Length <= field.FieldNumber)
                {
                    Array.Resize(ref plan._byNumber, field.FieldNumber + 1);
                }

                plan._byNumber[field.FieldNumber] = fieldPlan;
            }
            else
            {
                (plan._sparse ??= []).Add(field.FieldNumber, fieldPlan);
            }
        }

        return plan;
    }

    private static TextFieldPlan PlanOf(FieldDescriptor field, Dictionary<MessageDescriptor, TextPlan> built)
        => field.FieldType switch
        {
            FieldType.String => new TextFieldPlan(TextFieldKind.Text, field, null),
            FieldType.Message when ReachesText(field.MessageType, []) => new TextFieldPlan(TextFieldKind.Message, field, Build(field.MessageType, built)),
            FieldType.Group when ReachesText(field.MessageType, []) => new TextFieldPlan(TextFieldKind.Group, field, Build(field.MessageType, built)),
            _ => default,
        };

    private static bool ReachesText(MessageDescriptor descriptor, HashSet<MessageDescriptor> visited)
        => visited.Add(descriptor)
            && descriptor.Fields.InFieldNumberOrder().Any(field
                => field.FieldType == FieldType.String
                    || (field.FieldType is FieldType.Message or FieldType.Group && ReachesText(field.MessageType, visited)));
}

/// <summary>How one field is walked.</summary>
internal readonly record struct TextFieldPlan(TextFieldKind Kind, FieldDescriptor? Descriptor, TextPlan? Nested);

/// <summary>What a field holds, as far as text is concerned.</summary>
internal enum TextFieldKind : byte
{
    None,
    Text,
    Message,
    Group,
}
