using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// The kinds of problems (RFC 9457). Their names are stable: programs tell problems apart by them, and people read the detail.
/// </summary>
/// <param name="Name">The end of the type.</param>
/// <param name="Status">The status code that goes with it.</param>
/// <param name="Title">What it means, always the same.</param>
internal sealed record ProblemKind(string Name, int Status, Sentence Title)
{
    public static readonly ProblemKind Malformed = new("malformed", 400, $"The call is not of the form that it should have.");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, $"Nobody is known by what was sent.");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, $"The role for it is missing.");
    public static readonly ProblemKind NotFound = new("not-found", 404, $"There is no such thing.");
    public static readonly ProblemKind MethodNotAllowed = new(
        "method-not-allowed", 405, $"There is something at this address, but not for this method.");
    public static readonly ProblemKind TooSlow = new("too-slow", 408, $"The body did not come in time.");
    public static readonly ProblemKind PreconditionFailed = new("precondition-failed", 412, $"It is not the version that was seen.");
    public static readonly ProblemKind TooLarge = new("too-large", 413, $"The body is larger than it may be.");
    public static readonly ProblemKind UnsupportedMedia = new(
        "unsupported-media", 415, $"The body is not of the media type that this call takes.");
    public static readonly ProblemKind ImportFaults = new("import-faults", 422, $"Lines of the file are wrong; none was taken.");
    public static readonly ProblemKind IdempotencyReused = new(
        "idempotency-reused", 422, $"The Idempotency-Key was used for another call.");
    public static readonly ProblemKind IdempotencyUnfinished = new(
        "idempotency-unfinished", 409, $"The call of this Idempotency-Key has not ended, or its end is not known.");
    public static readonly ProblemKind IdempotencySecret = new(
        "idempotency-secret", 409, $"The call of this Idempotency-Key was carried out; its answer held a secret and was not kept.");
    public static readonly ProblemKind PreconditionRequired = new(
        "precondition-required", 428, $"The version that was seen has to be named.");
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, $"Too many calls.");
    public static readonly ProblemKind Failed = new("failed", 500, $"The service failed.");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, $"The database does not answer.");

    public static readonly ProblemKind ProviderUnavailable = new(
        "provider-unavailable", 503, $"The identity provider does not answer.");

    private static readonly Dictionary<Refusal, ProblemKind> Refusals = new()
    {
        [Refusal.NotFound] = NotFound,
        [Refusal.AlreadyThere] = new("already-there", 409, $"There is one already."),
        [Refusal.Malformed] = Malformed,
        [Refusal.WrongState] = new("wrong-state", 409, $"Its state does not allow this now."),
        [Refusal.RoleMissing] = new("role-missing", 409, $"The organization does not have the role for it."),
        [Refusal.NotReady] = new("not-ready", 409, $"Something that it needs is not there yet."),
        [Refusal.NotDeclared] = new("not-declared", 409, $"Exclusive protected use is not declared, or the declaration has run out."),
        [Refusal.ControlNotProven] = new("control-not-proven", 409, $"Control of the name's zone is not shown."),
        [Refusal.SamePerson] = new("same-person", 403, $"The same person may not do both."),
        [Refusal.AccessWaits] = new("access-waits", 403, $"Access to approve waits."),
        [Refusal.ProviderOnly] = new("provider-only", 403, $"It needs a token of the identity provider."),
        [Refusal.TooWide] = new("too-wide", 422, $"It is more than was asked for or is allowed."),
        [Refusal.NotVerified] = new("not-verified", 422, $"It does not verify."),
        [Refusal.Conflict] = new("conflict", 409, $"Someone else changed it meanwhile."),
        [Refusal.Withdrawn] = new("withdrawn", 410, $"It was withdrawn, and is not given out any more."),
        [Refusal.OpenRisks] = new("open-risks", 409, $"There are risks that nobody has acknowledged yet."),
        [Refusal.TooOften] = TooManyRequests,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        .. new[]
        {
            Malformed, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, TooSlow, PreconditionFailed, TooLarge, UnsupportedMedia,
            ImportFaults, IdempotencyReused, IdempotencyUnfinished, IdempotencySecret, PreconditionRequired,
            TooManyRequests, Failed, Unavailable, ProviderUnavailable,
        }.Concat(Refusals.Values).Distinct(),
    ];

    /// <summary>The type, as the problem states it: relative to the address of the service.</summary>
    public string Type => "/problems/" + Name;

    public static ProblemKind Of(Refusal refusal) => Refusals[refusal];

    /// <summary>The problem for a status code without a body.</summary>
    public static (ProblemKind Kind, string Detail) Of(int status) => status switch
    {
        401 => (
            Unauthenticated,
            "Send an API key that is in force as 'Authorization: Bearer issuer_…', or a token of your organization's identity "
                + "provider if it is set up here."),
        403 => (Forbidden, "Your roles do not let you call this. An administrator gives roles."),
        404 => (NotFound, "There is nothing at this address. See /api/v1/openapi.json."),
        405 => (MethodNotAllowed, "See /api/v1/openapi.json."),
        408 => (TooSlow, "Send the body again, faster."),
        413 => (TooLarge, "Send less at once."),
        415 => (UnsupportedMedia, "Name the body's media type in Content-Type; /api/v1/openapi.json says which one this call takes."),
        429 => (TooManyRequests, "Call again after the time in Retry-After."),
        503 => (Unavailable, "Try again soon. Is the database there?"),
        >= 500 => (
            Failed,
            "It was not your fault, as far as is known. Look whether what you asked for was done before you ask again; "
                + "the service's log says more."),
        _ => (Malformed, "See /api/v1/openapi.json for what this call takes."),
    };
}
