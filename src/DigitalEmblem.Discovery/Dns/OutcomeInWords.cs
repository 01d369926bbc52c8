namespace DigitalEmblem.Discovery;

/// <summary>Why a look-up brought no answer, for a person, where nothing more is known than its outcome.</summary>
internal static class OutcomeInWords
{
    public static string Of(LookupOutcome outcome) => outcome switch
    {
        LookupOutcome.NoData => "the name has no such record",
        LookupOutcome.NameNotFound => "the name does not exist",
        LookupOutcome.ServerFailure => "the server failed (SERVFAIL; a resolver also says so when DNSSEC does not validate)",
        LookupOutcome.Refused => "the server refused to answer (REFUSED)",
        LookupOutcome.Unreachable => "the server could not be reached",
        LookupOutcome.Malformed => "the answer could not be read, or contradicts itself",
        LookupOutcome.Disagreement => "the resolvers do not say the same",
        LookupOutcome.Referred => "the server is no resolver, and not responsible for the name",
        LookupOutcome.OutOfResources => "this computer ran out of file descriptors or memory",
        _ => "no answer in time",
    };
}
