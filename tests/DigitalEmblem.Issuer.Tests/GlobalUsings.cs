global using DigitalEmblem.Testing;
global using DigitalEmblem.Testing.Servers;
