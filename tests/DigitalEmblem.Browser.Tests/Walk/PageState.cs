using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>A page in one of its states, and how a browser gets there.</summary>
/// <param name="Name">Its name in pictures and faults, without identities.</param>
/// <param name="Person">Whose browser shows it; empty for a person who has not signed in.</param>
/// <param name="ArriveAsync">Brings a browser to it, in any language.</param>
internal sealed record PageState(string Name, string Person, Func<IPage, Task> ArriveAsync)
{
    /// <summary>The person who has not signed in.</summary>
    public const string Stranger = "";

    /// <summary>A page at an address.</summary>
    public static PageState At(string name, string person, string url) => new(name, person, page => page.GotoAsync(url));
}
