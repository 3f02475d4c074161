using System.Reflection;
using System.Reflection.Emit;
using Majlis.Platform;

namespace Majlis.Tests.Architecture;

/// <summary>Which module of Majlis may know which: the data, and what the compiled code says.</summary>
static class ModuleMap
{
    /// <summary>Platform is everybody's and knows nobody.</summary>
    public static readonly SortedDictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Accreditation"] = ["Calendars", "Delegations", "Forums", "Messaging", "Parties", "People", "Tables"],
        ["Calendars"] = [],
        ["Delegations"] = ["Calendars", "Forums", "Messaging", "Parties", "People", "Programme", "Tables"],
        // The demonstration makes a bit of everything, through everybody's doors.
        ["Demo"] = ["Accreditation", "Calendars", "Delegations", "Figures", "Forums", "Meetings", "Parties", "People", "Programme", "Tables"],
        ["Figures"] = ["Forums"],
        ["Forums"] = ["Calendars"],
        ["Meetings"] = ["Calendars", "Forums", "Messaging", "Parties", "People", "Programme", "Tables"],
        ["Messaging"] = ["Calendars", "Forums"],
        ["Parties"] = ["Calendars", "Forums", "Tables"],
        ["People"] = ["Calendars", "Forums", "Messaging", "Parties"],
        ["Platform"] = [],
        ["Programme"] = ["Calendars", "Forums", "Messaging", "Parties", "People", "Tables"],
        ["Tables"] = [],
    };

    /// <summary>The map as ARCHITECTURE.md shows it.</summary>
    public static string Text() => string.Join('\n', Arrows.Where(m => m.Key != "Platform")
        .Select(m => $"| `{m.Key}` | {string.Join(", ", m.Value.Append("Platform").Order(StringComparer.Ordinal).Select(o => $"`{o}`"))} |")
        .Prepend("| --- | --- |").Prepend("| Module | knows |").Append("| `Platform` | nobody |"));

    /// <summary>Every arrow that is in the code, with one type that draws it.</summary>
    public static IEnumerable<(string From, string To, string Because)> InCode() =>
        from type in typeof(AppDb).Assembly.GetTypes()
        where ModuleOf(type) is not null && Outermost(type) != typeof(AppDb)
        from known in KnownTo(type).Distinct()
        let to = ModuleOf(known)
        where to is not null && to != ModuleOf(type)
        group Outermost(type).Name by (From: ModuleOf(type)!, To: to) into arrow
        orderby arrow.Key.From, arrow.Key.To
        select (arrow.Key.From, arrow.Key.To, arrow.First());

    public static string? ModuleOf(Type type) => Outermost(type).Namespace?.Split('.') is ["Majlis", var module, ..] ? module : null;

    static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    static IEnumerable<Type> KnownTo(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(all);
        return Parts(type.BaseType).Concat(type.GetInterfaces().SelectMany(Parts))
            .Concat(members.OfType<FieldInfo>().SelectMany(f => Parts(f.FieldType)))
            .Concat(members.OfType<MethodBase>().SelectMany(m => Signature(m).Concat(Body(m))));
    }

    static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void))
            .Concat(method.IsGenericMethod ? method.GetGenericArguments() : []).SelectMany(Parts);

    /// <summary>The types that a method's instructions name, through the members they call too: a set of AppDb is its module's.</summary>
    static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) yield break;
        var (code, at) = (body.GetILAsByteArray()!, 0);
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var local in body.LocalVariables.SelectMany(l => Parts(l.LocalType))) yield return local;
        while (at < code.Length)
        {
            var operation = code[at] == 0xFE ? Long[code[at + 1]] : Short[code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineField or OperandType.InlineTok)
                foreach (var type in Named(method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)))
                    yield return type;
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    static IEnumerable<Type> Named(MemberInfo? member) => member switch
    {
        Type type => Parts(type),
        FieldInfo field => Parts(field.DeclaringType).Concat(Parts(field.FieldType)),
        MethodBase method => Parts(method.DeclaringType).Concat(Signature(method)),
        _ => [],
    };

    static IEnumerable<Type> Parts(Type? type) =>
        type is null ? [] : type.HasElementType ? Parts(type.GetElementType()) : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    static readonly OpCode[] Codes = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!)];
    static readonly Dictionary<byte, OpCode> Short = Codes.Where(c => c.Size == 1).ToDictionary(c => (byte)c.Value);
    static readonly Dictionary<byte, OpCode> Long = Codes.Where(c => c.Size == 2).ToDictionary(c => (byte)(c.Value & 0xFF));
}
