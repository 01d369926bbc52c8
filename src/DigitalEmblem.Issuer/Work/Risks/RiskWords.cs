using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>What is said of a risk: what it is, why it matters, and what to find out.</summary>
internal static class RiskWords
{
    /// <summary>That of one kind.</summary>
    public static Sentence Of(RiskKinds kind) => kind switch
    {
        RiskKinds.Cdn => Sentence.Of(
            $"The name leads to a content delivery network. Its machines serve names of others too: they would stand under your emblem, "
                + $"and what they do counts against it. Mark the machines behind the network instead, or have it serve your name "
                + $"from machines of its own."),
        RiskKinds.SharedHosting => Sentence.Of(
            $"The name leads to a service that hosts many customers on the same machines: they would stand under your emblem, and what "
                + $"they do counts against it. Move the name to a machine that serves nothing else."),
        RiskKinds.HostedElsewhere => Sentence.Of(
            $"The name is an alias of a name that is not in your zones. Who holds that one decides which machines answer, and may serve "
                + $"others from them. Ask them what else these machines serve."),
        RiskKinds.SharedAddress => Sentence.Of(
            $"Other names, for which nobody has declared that they serve protected purposes only, are behind the same address. Find out "
                + $"what they serve, and move them if it is anything else."),
        RiskKinds.OutsideZone => Sentence.Of(
            $"The name is neither below the name of your organization nor in a zone on your list. Look whether it is written as you meant "
                + $"it, and whether it is your organization's."),
        RiskKinds.LookAlike => Sentence.Of(
            $"The name can be taken for another one. Look whether it is written as you meant it: an emblem at a look-alike helps those who "
                + $"deceive."),
        RiskKinds.NotFoundOut => Sentence.Of(
            $"A part of this could not be found out, which does not mean that there is no risk. Try again later, or ask who runs the "
                + $"name's servers."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "One kind."),
    };

    /// <summary>A short name of one kind, for lists.</summary>
    public static Sentence Short(RiskKinds kind) => kind switch
    {
        RiskKinds.Cdn => Sentence.Of($"content delivery network"),
        RiskKinds.SharedHosting => Sentence.Of($"shared hosting"),
        RiskKinds.HostedElsewhere => Sentence.Of($"alias of a name outside your zones"),
        RiskKinds.SharedAddress => Sentence.Of($"other names behind the same address"),
        RiskKinds.OutsideZone => Sentence.Of($"outside your zones"),
        RiskKinds.LookAlike => Sentence.Of($"looks like another name"),
        RiskKinds.NotFoundOut => Sentence.Of($"could not be found out"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "One kind."),
    };

    /// <summary>Short names of several kinds.</summary>
    public static Sentence List(RiskKinds kinds) => Sentence.List(kinds.Each().Select(Short));
}
