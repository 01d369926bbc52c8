namespace DigitalEmblem.Discovery;

/// <summary>One line of a scan's input that asks about a name. Blank lines and comments are none.</summary>
/// <param name="Number">Its number in the input, from 1. It identifies the line, also where a name occurs twice.</param>
/// <param name="Text">What stands there, cut if it is overlong.</param>
/// <param name="Name">The name; null if the line is no name. Such a line is answered without any question.</param>
public sealed record ScanLine(long Number, string Text, DomainName? Name);
