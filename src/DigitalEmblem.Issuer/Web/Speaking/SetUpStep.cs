using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>A step of the set-up, as people read it.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="What">What is done, what happens outside of this service, and how long that takes.</param>
/// <param name="Standing">More on how it stands; null for nothing.</param>
/// <param name="IsDone">Whether it is done.</param>
/// <param name="By">Who does it here; none if only others can go on.</param>
/// <param name="Path">Where it is done; null if that is this page.</param>
/// <param name="Go">The words of the link; null without one.</param>
/// <param name="IsReady">Whether what it needs is there, so that it can be done now.</param>
internal sealed record SetUpStep(
    Sentence Name,
    Sentence What,
    Sentence? Standing,
    bool IsDone,
    AccessRoles By,
    string? Path = null,
    Sentence? Go = null,
    bool IsReady = true);
